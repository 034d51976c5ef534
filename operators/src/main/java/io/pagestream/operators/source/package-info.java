/**
 * Where requests come from: a topic, or a list of files.
 *
 * <p>Knows records and requests, nothing of what becomes of them. Functions belong to their task's thread. Start reading at
 * {@code DocumentSources}.
 */
package io.pagestream.operators.source;
