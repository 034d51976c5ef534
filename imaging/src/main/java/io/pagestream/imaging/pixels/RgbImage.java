package io.pagestream.imaging.pixels;

/**
 * An image in 8-bit RGB, immutable by convention: nobody writes to {@code pixels} after it was made.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param pixels [height, width, 3], red first
 */
public record RgbImage(int width, int height, byte[] pixels) {

    public RgbImage {
        if (width < 1 || height < 1 || (long) width * height * 3 != pixels.length) {
            throw new IllegalArgumentException("an RGB image of " + width + " x " + height + " needs "
                    + (long) width * height * 3 + " bytes, got " + pixels.length);
        }
    }

    @Override
    public String toString() {
        return "RgbImage(" + width + " x " + height + ")";
    }
}
