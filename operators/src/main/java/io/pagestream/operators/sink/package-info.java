/**
 * Where results go: topics, exactly once, or a folder.
 *
 * <p>Knows the Avro records and how they are written, nothing of how they came about. Writers belong to their task's
 * thread. Start reading at {@code ResultSinks}.
 */
package io.pagestream.operators.sink;
