package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.nio.ByteBuffer;

/**
 * What the header of a JPEG 2000 codestream claims, read before the native decoder sees a byte.
 *
 * @param width pixels
 * @param height pixels
 * @param components one plane each
 * @param boxed whether the codestream lies in the boxes of a JP2 file
 */
record Jpeg2000Header(int width, int height, int components, boolean boxed) {

    private static final int SOC_SIZ = 0xff4fff51;
    private static final int MOST_COMPONENTS = 8;

    /** The decoder takes some six kilobytes for each tile that the header announces. */
    private static final int MOST_TILES = 16_384;

    static Jpeg2000Header of(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at + 42 <= bytes.length && file.getInt(at) != SOC_SIZ) {
            at++;
        }
        if (at + 42 > bytes.length) {
            throw new Refused(Reason.CORRUPT, "a JPEG 2000 image without a size marker");
        }
        long right = file.getInt(at + 8) & 0xffffffffL;
        long bottom = file.getInt(at + 12) & 0xffffffffL;
        long width = right - (file.getInt(at + 16) & 0xffffffffL);
        long height = bottom - (file.getInt(at + 20) & 0xffffffffL);
        long tileWidth = file.getInt(at + 24) & 0xffffffffL;
        long tileHeight = file.getInt(at + 28) & 0xffffffffL;
        int components = file.getShort(at + 40) & 0xffff;
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new Refused(Reason.CORRUPT, "a JPEG 2000 image of " + width + " x " + height + " pixels");
        }
        if (components < 1 || components > MOST_COMPONENTS) {
            throw new Refused(Reason.CORRUPT, "a JPEG 2000 image of " + components + " components");
        }
        if (tileWidth < 1 || tileHeight < 1 || (right / tileWidth + 1) * (bottom / tileHeight + 1) > MOST_TILES) {
            throw new Refused(
                    Reason.CORRUPT,
                    "a JPEG 2000 image of " + width + " x " + height + " pixels in tiles of " + tileWidth + " x "
                            + tileHeight);
        }
        return new Jpeg2000Header((int) width, (int) height, components, at > 0);
    }

    /** What decoding takes: a plane of integers for each component, and the bytes that are made of them. */
    long memory() {
        return (long) width * height * (4L * components + Math.min(components, 4) + 3);
    }
}
