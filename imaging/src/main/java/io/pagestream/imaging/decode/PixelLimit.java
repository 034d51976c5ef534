package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;

/** The limit in pixels, asked with the sizes that a header claims. */
final class PixelLimit {

    private PixelLimit() {}

    /** Returns the number of pixels when they are allowed. */
    static long check(long width, long height, DecodeLimits limits, String what) {
        if (width < 1 || height < 1) {
            throw new Refused(Reason.CORRUPT, what + " claims to be " + width + " x " + height + " pixels");
        }
        if (width > limits.maxPixels() || width * height > limits.maxPixels()) {
            throw new Refused(
                    Reason.TOO_MANY_PIXELS,
                    what + " has " + width + " x " + height + " pixels, at most " + limits.maxPixels()
                            + " are allowed");
        }
        return width * height;
    }
}
