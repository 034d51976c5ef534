package io.pagestream.imaging.ink;

import io.pagestream.imaging.pixels.RgbImage;

/**
 * A page shrunk by a whole factor, each pixel the mean of a square; what does not fill a square at the right and bottom
 * edge is left out.
 *
 * @param width pixels
 * @param height pixels
 * @param channels [3][height * width], values 0 to 255; of a page without colour only one, [1][height * width]
 */
record ReducedPage(int width, int height, short[][] channels) {

    private static final int HARDLY = 4;

    /** @param longSide at most so many pixels, approximately */
    static ReducedPage of(RgbImage page, int longSide) {
        int factor = Math.max(1, Math.round((float) Math.max(page.width(), page.height()) / longSide));
        factor = Math.min(factor, Math.min(page.width(), page.height()));
        int width = page.width() / factor;
        int height = page.height() / factor;
        short[][] channels = new short[3][width * height];
        for (int y = 0; y < height; y++) {
            reduceRow(page, factor, y, width, channels);
        }
        return new ReducedPage(width, height, isGrey(channels) ? new short[][] {channels[1]} : channels);
    }

    /** Most scans are, and then a third of the work is enough. */
    private static boolean isGrey(short[][] channels) {
        for (int i = 0; i < channels[0].length; i++) {
            int green = channels[1][i];
            if (Math.abs(channels[0][i] - green) > HARDLY || Math.abs(channels[2][i] - green) > HARDLY) {
                return false;
            }
        }
        return true;
    }

    private static void reduceRow(RgbImage page, int factor, int y, int width, short[][] channels) {
        int[] sums = new int[width * 3];
        byte[] pixels = page.pixels();
        for (int line = y * factor; line < (y + 1) * factor; line++) {
            int at = line * page.width() * 3;
            for (int x = 0; x < width; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int i = 0; i < factor; i++) {
                    red += pixels[at] & 255;
                    green += pixels[at + 1] & 255;
                    blue += pixels[at + 2] & 255;
                    at += 3;
                }
                sums[x * 3] += red;
                sums[x * 3 + 1] += green;
                sums[x * 3 + 2] += blue;
            }
        }
        int area = factor * factor;
        for (int x = 0; x < width; x++) {
            for (int channel = 0; channel < 3; channel++) {
                channels[channel][y * width + x] = (short) (sums[x * 3 + channel] / area);
            }
        }
    }
}
