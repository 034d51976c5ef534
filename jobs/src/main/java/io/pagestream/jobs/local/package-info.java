/**
 * {@code read}: files and folders in; JSON Lines, Markdown or a folder of results out; no Kafka, the same pipeline.
 *
 * <p>Knows the embedded run and the command line's common parts, no other program. Used by the main thread. Start reading
 * at {@code ReadFiles}.
 */
package io.pagestream.jobs.local;
