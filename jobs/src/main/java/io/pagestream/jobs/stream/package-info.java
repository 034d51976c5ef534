/**
 * The job: Kafka in, Kafka out.
 *
 * <p>Knows the pipeline and Flink's client; no other program. Used by one thread. Start reading at {@code RunStream}.
 */
package io.pagestream.jobs.stream;
