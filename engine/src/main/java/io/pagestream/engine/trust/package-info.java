/**
 * How far an answer can be trusted, and what to do when it cannot.
 *
 * <p>Pure decisions: no model, no device, no schedule. {@code repeat} watches for loops while an answer is written, {@code
 * confidence} tells which parts of it the model was sure of; {@code RetryLadder} says what to try next. Start reading there.
 */
package io.pagestream.engine.trust;
