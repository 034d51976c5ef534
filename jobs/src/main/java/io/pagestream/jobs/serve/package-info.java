/**
 * {@code serve}: documents over HTTP, for people without Kafka; one job without an end, the same pipeline.
 *
 * <p>Knows the pipeline, HTTP and a folder; no other program. {@code DocumentStore} is the truth: what it has accepted lies
 * on disk, and the job is given what has not ended yet. Server threads submit and ask; the sinks' threads tell what came out;
 * each open event stream has a thread. Start reading at {@code Serve}, then {@code Door}.
 */
package io.pagestream.jobs.serve;
