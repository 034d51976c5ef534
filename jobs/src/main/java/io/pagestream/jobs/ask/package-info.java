/**
 * {@code ask}: questions about a document, answered page by page through the pipeline; about several files or a video
 * together, straight at the engine.
 *
 * <p>Knows the embedded run and the command line's common parts, no other program. Used by the main thread. Start reading
 * at {@code AskFile}.
 */
package io.pagestream.jobs.ask;
