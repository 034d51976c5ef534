/**
 * The whole stream in one method; source and sinks come from outside, so that the same stream runs on Kafka, on files and
 * in a test.
 *
 * <p>Knows every stage, and is the only one that does. Used while a job is put together, by one thread. Start reading at
 * {@code OcrPipeline}.
 */
package io.pagestream.jobs.pipeline;
