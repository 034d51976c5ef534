package io.pagestream.imaging.ink;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a page in two where this hurts least: along the calmest band of rows near its middle, which on a page of level lines
 * is the gap between two of them. Where there is no gap, as in a photograph, the cut is as good as any.
 */
public final class PageFold {

    private static final int BANDS = 400; // of a page: on letter paper a third of the gap between two lines

    private PageFold() {}

    /**
     * The upper and the lower part of {@code page}, without overlap; neither is higher than three fifths of it.
     *
     * @throws IllegalArgumentException when the page has less than two rows
     */
    public static List<RgbImage> halves(RgbImage page) {
        if (page.height() < 2) {
            throw new IllegalArgumentException("a page that is cut in two needs two rows of pixels, got " + page);
        }
        int row = row(page);
        int at = row * page.width() * 3;
        byte[] pixels = page.pixels();
        return List.of(
                new RgbImage(page.width(), row, Arrays.copyOf(pixels, at)),
                new RgbImage(page.width(), page.height() - row, Arrays.copyOfRange(pixels, at, pixels.length)));
    }

    /** The first row of the lower part; of bands that are equally calm, the one nearest to the middle. */
    private static int row(RgbImage page) {
        int height = page.height();
        int reach = height / (2 * BANDS);
        long[] until = new long[height + 1];
        for (int y = 0; y < height; y++) {
            until[y + 1] = until[y] + roughness(page, y);
        }
        int middle = height / 2;
        int best = middle;
        double calmest = Double.MAX_VALUE;
        for (int step = 0; step <= height / 10; step++) {
            for (int row : new int[] {middle - step, middle + step}) {
                int from = Math.max(0, row - reach);
                int to = Math.min(height, row + reach + 1);
                double rough = (double) (until[to] - until[from]) / (to - from);
                if (row > 0 && row < height && rough < calmest) {
                    calmest = rough;
                    best = row;
                }
            }
        }
        return best;
    }

    /** How much neighbours in a row differ: letters do, paper and shadows hardly. */
    private static long roughness(RgbImage page, int y) {
        byte[] pixels = page.pixels();
        int at = y * page.width() * 3;
        long sum = 0;
        for (int i = at + 3; i < at + page.width() * 3; i++) {
            sum += Math.abs((pixels[i] & 255) - (pixels[i - 3] & 255));
        }
        return sum;
    }
}
