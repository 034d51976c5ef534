/**
 * Writes results as text that a person or another program opens: JSON Lines and Markdown.
 *
 * <p>Knows the records of {@code io.pagestream.schemas} only: no Flink, no device, no file. Everything here is a pure
 * function and may be used from any thread. Start reading at {@code JsonLines}.
 */
package io.pagestream.formats;
