package io.pagestream.imaging.pixels;

/**
 * An image in 8-bit RGB, immutable by convention: nobody writes to {@code pixels} after it was made.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param pixels [height, width, 3], red first
 */
public record RgbImage(int width, int height, byte[] pixels) {

    private static final int BLOCK = 32;

    public RgbImage {
        if (width < 1 || height < 1 || (long) width * height * 3 != pixels.length) {
            throw new IllegalArgumentException("an RGB image of " + width + " x " + height + " needs "
                    + (long) width * height * 3 + " bytes, got " + pixels.length);
        }
    }

    /** Mirrored along the main diagonal: rows become columns. */
    public RgbImage transposed() {
        byte[] turned = new byte[pixels.length];
        for (int top = 0; top < height; top += BLOCK) {
            for (int left = 0; left < width; left += BLOCK) {
                transposeBlock(left, top, turned);
            }
        }
        return new RgbImage(height, width, turned);
    }

    /** In blocks, so that what is read and what is written both stay in the first cache. */
    private void transposeBlock(int left, int top, byte[] turned) {
        for (int y = top; y < Math.min(top + BLOCK, height); y++) {
            for (int x = left; x < Math.min(left + BLOCK, width); x++) {
                int from = (y * width + x) * 3;
                int to = (x * height + y) * 3;
                turned[to] = pixels[from];
                turned[to + 1] = pixels[from + 1];
                turned[to + 2] = pixels[from + 2];
            }
        }
    }

    @Override
    public String toString() {
        return "RgbImage(" + width + " x " + height + ")";
    }
}
