package io.pagestream.imaging.ink;

import io.pagestream.imaging.pixels.RgbImage;

/**
 * What is written on a page, as far as this can be told without reading: pixels that differ from the paper around them, in
 * any channel, darker or lighter.
 *
 * <p>Measured on the page shrunk to some 1,200 pixels. How much a pixel must differ depends on the noise of the scan: six
 * times its standard deviation, estimated from the median difference of neighbours, and never less than {@value
 * #FAINTEST} of 255. Patches smaller than a letter (both sides under {@value #SPECK} pixels, about a millimetre of a
 * letter page) are specks of dirt, and so is what touches the edge of the picture as a straight band: the edge of
 * another sheet, the lid of the scanner.
 *
 * <p>On doubt there is ink: reading an empty page costs a second, not reading a written one loses it.
 */
public final class PageInk {

    private static final int LONG_SIDE = 1200;
    private static final int FAINTEST = 20;
    private static final int STRONGEST = 60; // what is rougher than this is a picture, and no noise
    private static final int NOISE_TIMES = 6;
    private static final int SPECK = 4;
    private static final int EDGE = 3;
    private static final int SHEET = 100; // what is smaller was cut out by somebody, and has neither dirt nor edges

    private PageInk() {}

    /** Nothing but specks and edges: there is nothing to read. */
    public static boolean isBlank(RgbImage page) {
        ReducedPage reduced = ReducedPage.of(page, LONG_SIDE);
        int width = reduced.width();
        int height = reduced.height();
        boolean[] ink = new boolean[width * height];
        for (short[] channel : reduced.channels()) {
            mark(channel, width, height, ink);
        }
        boolean isSheet = Math.min(width, height) >= SHEET;
        return !Mark.any(ink, width, height, mark -> !isSheet || !isSpeck(mark) && !isEdge(mark, width, height));
    }

    private static boolean isSpeck(Mark mark) {
        return mark.width() < SPECK && mark.height() < SPECK;
    }

    private static boolean isEdge(Mark mark, int width, int height) {
        return mark.right() <= EDGE
                || mark.left() >= width - EDGE
                || mark.bottom() <= EDGE
                || mark.top() >= height - EDGE;
    }

    private static void mark(short[] channel, int width, int height, boolean[] ink) {
        short[] contrast = new short[ink.length];
        Background.of(channel, width, height).contrast(channel, width, height, contrast);
        int least = Math.min(STRONGEST, Math.max(FAINTEST, NOISE_TIMES * noise(channel, width, height)));
        for (int i = 0; i < ink.length; i++) {
            ink[i] |= contrast[i] >= least;
        }
    }

    /** Standard deviation of the noise: the median difference of neighbours is 0.95 times that of normal noise. */
    private static int noise(short[] channel, int width, int height) {
        int[] differences = new int[256];
        int all = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 1; x < width; x++) {
                differences[Math.abs(channel[y * width + x] - channel[y * width + x - 1])]++;
                all++;
            }
        }
        int median = 0;
        for (int seen = differences[0]; seen * 2 < all; seen += differences[median]) {
            median++;
        }
        return median;
    }
}
