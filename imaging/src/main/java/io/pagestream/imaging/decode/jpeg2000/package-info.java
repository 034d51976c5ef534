/**
 * Decodes JPEG 2000, Part 1 (ISO/IEC 15444-1), in Java.
 *
 * <p>Knows bytes and arrays only. It exists because the native decoders end the whole process when a hostile image
 * confuses them. A decoder is used by one thread; it ends when that thread is interrupted. Start reading at {@code
 * Jpeg2000Image}, then {@code Codestream}, {@code TileDecoder}, {@code BlockDecoder}.
 */
package io.pagestream.imaging.decode.jpeg2000;
