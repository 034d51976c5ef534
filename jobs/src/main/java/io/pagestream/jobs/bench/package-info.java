/**
 * {@code bench}: how fast a model is on a device, and how fast the stages before it are, on this machine.
 *
 * <p>Knows the engine and the imaging room directly; measures without Flink. Used by the main thread. Start reading at
 * {@code Bench}.
 */
package io.pagestream.jobs.bench;
