package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.nio.BufferUnderflowException;

/**
 * What an image claims to be, before anything of it is decoded.
 *
 * @param width pixels
 * @param height pixels
 * @param components one plane each
 */
public record Jpeg2000Header(int width, int height, int components) {

    /** @throws IOException when the bytes are no JPEG 2000 image */
    public static Jpeg2000Header of(byte[] bytes) throws IOException {
        try {
            ImageSize size = Codestream.size(Jpeg2000Image.codestream(bytes, Boxes.of(bytes)));
            return new Jpeg2000Header(size.x1() - size.x0(), size.y1() - size.y0(), size.components());
        } catch (BufferUnderflowException e) {
            throw new IOException("a JPEG 2000 image that ends within its header", e);
        }
    }

    /** Bytes that decoding takes: two for a sample, eight while its tile is decoded, and the pixels made of them. */
    public long memory() {
        return (long) width * height * ((2L + 8L) * components + Math.min(components, 4) + 3);
    }
}
