package io.pagestream.imaging.ink;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;

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
        if (isGrey(page.pixels())) {
            return new ReducedPage(width, height, new short[][] {channel(page, 1, factor, width, height)});
        }
        short[][] channels = new short[3][];
        for (int channel = 0; channel < 3; channel++) {
            channels[channel] = channel(page, channel, factor, width, height);
        }
        return new ReducedPage(width, height, isGrey(channels) ? new short[][] {channels[1]} : channels);
    }

    /** Most scans are, and then a third of the work is enough; of a picture in colour this looks at a few pixels. */
    private static boolean isGrey(byte[] pixels) {
        for (int i = 0; i < pixels.length; i += 3) {
            int green = pixels[i + 1] & 255;
            if (Math.abs((pixels[i] & 255) - green) > HARDLY || Math.abs((pixels[i + 2] & 255) - green) > HARDLY) {
                return false;
            }
        }
        return true;
    }

    /** Single pixels may be coloured, as those at the edges of letters are in many scans. */
    private static boolean isGrey(short[][] channels) {
        for (int i = 0; i < channels[0].length; i++) {
            int green = channels[1][i];
            if (Math.abs(channels[0][i] - green) > HARDLY || Math.abs(channels[2][i] - green) > HARDLY) {
                return false;
            }
        }
        return true;
    }

    private static short[] channel(RgbImage page, int channel, int factor, int width, int height) {
        short[] means = new short[width * height];
        int[] sums = new int[width];
        int area = factor * factor;
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int line = y * factor; line < (y + 1) * factor; line++) {
                add(page.pixels(), line * page.width() * 3 + channel, factor, sums);
            }
            for (int x = 0; x < width; x++) {
                means[y * width + x] = (short) (factor == 1 ? sums[x] : sums[x] / area);
            }
        }
        return means;
    }

    private static void add(byte[] pixels, int from, int factor, int[] sums) {
        int at = from;
        for (int x = 0; x < sums.length; x++) {
            int sum = 0;
            for (int i = 0; i < factor; i++, at += 3) {
                sum += pixels[at] & 255;
            }
            sums[x] += sum;
        }
    }
}
