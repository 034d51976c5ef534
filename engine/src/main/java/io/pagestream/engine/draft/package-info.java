/**
 * Guesses what an answer will say next, so that several tokens can be checked in one step.
 *
 * <p>Knows ids and counts only: no model, no device, no schedule. Each object belongs to one answer and one thread. Start
 * reading at {@code Drafter}.
 */
package io.pagestream.engine.draft;
