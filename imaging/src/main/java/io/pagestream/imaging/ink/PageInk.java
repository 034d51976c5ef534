package io.pagestream.imaging.ink;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;

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
 *
 * @param share of the page that is ink, specks and edges included, 0 to 1
 * @param marks patches of ink that are larger than specks and no edge
 */
public record PageInk(double share, int marks) {

    private static final int LONG_SIDE = 1200;
    private static final int FAINTEST = 20;
    private static final int STRONGEST = 60; // what is rougher than this is a picture, and no noise
    private static final int NOISE_TIMES = 6;
    private static final int SPECK = 4;
    private static final int EDGE = 3;
    private static final int SHEET = 100; // what is smaller was cut out by somebody, and has neither dirt nor edges

    public static PageInk of(RgbImage page) {
        ReducedPage reduced = ReducedPage.of(page, LONG_SIDE);
        boolean[] ink = new boolean[reduced.width() * reduced.height()];
        for (short[] channel : reduced.channels()) {
            mark(channel, reduced.width(), reduced.height(), ink);
        }
        int inked = 0;
        for (boolean pixel : ink) {
            inked += pixel ? 1 : 0;
        }
        return new PageInk((double) inked / ink.length, marks(ink, reduced.width(), reduced.height()));
    }

    /** Nothing but specks and edges: there is nothing to read. */
    public boolean isBlank() {
        return marks == 0;
    }

    private static void mark(short[] channel, int width, int height, boolean[] ink) {
        Background paper = Background.of(channel, width, height);
        int least = Math.min(STRONGEST, Math.max(FAINTEST, NOISE_TIMES * noise(channel, width, height)));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                ink[y * width + x] |= Math.abs(channel[y * width + x] - paper.at(x, y)) >= least;
            }
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

    private static int marks(boolean[] ink, int width, int height) {
        boolean isSheet = Math.min(width, height) >= SHEET;
        boolean[] open = ink.clone();
        int[] stack = new int[256];
        int marks = 0;
        for (int start = 0; start < open.length; start++) {
            if (!open[start]) {
                continue;
            }
            int left = width;
            int right = 0;
            int top = height;
            int bottom = 0;
            int depth = 0;
            stack[depth++] = start;
            open[start] = false;
            while (depth > 0) {
                int at = stack[--depth];
                int x = at % width;
                int y = at / width;
                left = Math.min(left, x);
                right = Math.max(right, x);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
                for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                        if (open[ny * width + nx]) {
                            open[ny * width + nx] = false;
                            stack = depth == stack.length ? Arrays.copyOf(stack, depth * 2) : stack;
                            stack[depth++] = ny * width + nx;
                        }
                    }
                }
            }
            boolean speck = right - left + 1 < SPECK && bottom - top + 1 < SPECK;
            boolean edge = right < EDGE || left >= width - EDGE || bottom < EDGE || top >= height - EDGE;
            marks += isSheet && (speck || edge) ? 0 : 1;
        }
        return marks;
    }
}
