/**
 * Writes results as what a person or another program opens: Markdown, plain text, JSON, HTML, hOCR, ALTO, searchable PDF,
 * CSV of tables, chunks for retrieval; and reads its own JSON Lines back.
 *
 * <p>Knows the records of {@code io.pagestream.schemas}, and how {@code io.pagestream.imaging} decodes a picture: no Flink,
 * no device, no file. Everything here is a pure function and may be used from any thread. Start reading at {@code Format}.
 */
package io.pagestream.formats;
