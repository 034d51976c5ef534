/**
 * Notices while an answer is being written that it has begun to repeat itself.
 *
 * <p>Knows symbols and counts only: no model, no device, no schedule. A watch belongs to one answer and one thread. Start
 * reading at {@code RepetitionWatch}; what counts as too much is in {@code Limits}.
 */
package io.pagestream.engine.trust.repeat;
