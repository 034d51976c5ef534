/**
 * Decides what every step computes: which tiles are encoded, and which sequence computes how many tokens.
 *
 * <p>Arithmetic on integers: it knows no device, no tensor and no tokenizer, and its tests hand in invented tokens.
 * Belongs to the engine thread. Start reading at {@code Scheduler}.
 */
package io.pagestream.engine.schedule;
