/**
 * How an operator asks the engine: prompts, one question after the other, time-outs, and what becomes of the answers.
 *
 * <p>Knows the engine's door and tiled pages, no stage. Callbacks run on the engine's completion thread; state of Flink is
 * touched in the task's mailbox only. Start reading at {@code AskEngine}.
 */
package io.pagestream.operators.reading;
