/**
 * Runs the pipeline over documents on a small Flink cluster in this JVM, and hands over what comes out.
 *
 * <p>Knows the pipeline and the command line's common parts, no program. Used by the main thread; receivers are called by
 * the sink's thread, one at a time. Start reading at {@code EmbeddedRun}.
 */
package io.pagestream.jobs.embedded;
