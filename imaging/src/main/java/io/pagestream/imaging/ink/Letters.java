package io.pagestream.imaging.ink;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;
import java.util.List;

/**
 * The marks of a page that may be letters: connected ink, neither specks nor pictures, rules and frames.
 *
 * <p>Found on the page shrunk by a whole factor to some {@value #LONG_SIDE} pixels; all sizes here are pixels of that shrunk
 * page. Ink is what differs from the paper around it by at least {@value #SHARE_OF_CONTRAST} of the contrast of the
 * strongest tenth of the ink: letters then stand apart, which the faintest trace of ink would join.
 *
 * @param width of the shrunk page
 * @param height of the shrunk page
 * @param factor pixels of the page for one pixel here, 1 or more
 * @param marks at most {@value #MOST}; empty when there are more, for then the page is a picture
 * @param ink [height * width]; true where one of the marks is
 */
public record Letters(int width, int height, int factor, List<Mark> marks, boolean[] ink) {

    private static final int LONG_SIDE = 1700;
    private static final int MOST = 20_000;
    private static final int FAINTEST = 24;
    private static final double SHARE_OF_CONTRAST = 0.35;

    public static Letters of(RgbImage page) {
        ReducedPage reduced = ReducedPage.of(page, LONG_SIDE);
        int width = reduced.width();
        int height = reduced.height();
        boolean[] ink = ink(reduced);
        int longSide = Math.max(width, height);
        List<Mark> marks = Mark.keep(ink, width, height, MOST, mark -> mark.isLetter(longSide));
        return new Letters(width, height, page.width() / width, marks, ink);
    }

    private static boolean[] ink(ReducedPage page) {
        short[] contrast = new short[page.width() * page.height()];
        for (short[] channel : page.channels()) {
            Background.of(channel, page.width(), page.height())
                    .contrast(channel, page.width(), page.height(), contrast);
        }
        int least = (int) Math.max(FAINTEST, SHARE_OF_CONTRAST * strong(contrast));
        boolean[] ink = new boolean[contrast.length];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = contrast[i] >= least;
        }
        return ink;
    }

    /** The contrast that a tenth of the ink has or exceeds. */
    private static int strong(short[] contrast) {
        int[] counts = new int[256];
        for (short value : contrast) {
            counts[value]++;
        }
        long inked = Arrays.stream(counts, FAINTEST, 256).sum();
        int level = 255;
        for (long seen = counts[level]; level > FAINTEST && seen * 10 < inked; seen += counts[level]) {
            level--;
        }
        return level;
    }
}
