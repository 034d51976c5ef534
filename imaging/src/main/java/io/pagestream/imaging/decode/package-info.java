/**
 * Turns the bytes of a document, which may be hostile, into pages of pixels within given limits.
 *
 * <p>Knows pixels only: no tile, no model, no place where documents come from. A cursor belongs to one thread at a time;
 * decoding itself happens on worker threads, so that a caller comes back when its time is over whatever a library does.
 * The libraries log through Commons Logging: set the loggers {@code org.apache.pdfbox}, {@code org.apache.fontbox} and
 * {@code com.twelvemonkeys} to OFF to silence what they say about damaged documents.
 *
 * <p>No temporary file is written. PDFBox looks for the fonts of the machine, for documents that embed none, and keeps a list of
 * them in {@code .pdfbox.cache} in the folder that the system property {@code pdfbox.fontcache} names, else in the user's home.
 *
 * <p>Readers of videos share {@code Deadline}, {@code DecodeWorkers} and {@code Refused}, whoever decodes in other processes
 * {@code Deadline}, {@code Refused} and {@code MemoryBudget}; nobody else needs these.
 *
 * <p>Start reading at {@code DocumentDecoder}.
 */
package io.pagestream.imaging.decode;
