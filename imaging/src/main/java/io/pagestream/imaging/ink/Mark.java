package io.pagestream.imaging.ink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The box around connected ink; right and bottom are excluded.
 *
 * @param left pixels
 * @param top pixels
 * @param right pixels
 * @param bottom pixels
 */
public record Mark(int left, int top, int right, int bottom) {

    private static final int SMALLEST = 3;
    private static final int WIDE = 6; // a word of joined letters may take a sixth of the page
    private static final int HIGH = 12;
    private static final int ALWAYS = 48; // in a small picture letters are large

    public int width() {
        return right - left;
    }

    public int height() {
        return bottom - top;
    }

    /** The same box where each pixel has become a square of {@code factor} by {@code factor}. */
    Mark times(int factor) {
        return new Mark(left * factor, top * factor, right * factor, bottom * factor);
    }

    /** The smallest box that holds all of {@code marks}. */
    static Mark around(List<Mark> marks) {
        return new Mark(
                marks.stream().mapToInt(Mark::left).min().orElseThrow(),
                marks.stream().mapToInt(Mark::top).min().orElseThrow(),
                marks.stream().mapToInt(Mark::right).max().orElseThrow(),
                marks.stream().mapToInt(Mark::bottom).max().orElseThrow());
    }

    /** Which way the page lies is not yet known: the longer side may be that of a word, the shorter one that of a letter. */
    boolean isLetter(int longSide) {
        int longer = Math.max(width(), height());
        int shorter = Math.min(width(), height());
        return longer >= SMALLEST
                && longer <= Math.max(ALWAYS, longSide / WIDE)
                && shorter <= Math.max(ALWAYS, longSide / HIGH);
    }

    /**
     * The marks that are wanted, in the order of their first pixel, row by row; of all others the ink is wiped off.
     *
     * @param ink [height * width], changed
     * @param most when there are more, none is kept
     */
    static List<Mark> keep(boolean[] ink, int width, int height, int most, Predicate<Mark> wanted) {
        boolean[] open = ink.clone();
        Patch patch = new Patch(width, height);
        List<Mark> marks = new ArrayList<>();
        for (int start = 0; start < open.length; start++) {
            if (open[start]) {
                Mark mark = patch.take(open, start);
                if (!wanted.test(mark)) {
                    patch.wipe(ink);
                } else {
                    marks.add(mark);
                }
            }
        }
        if (marks.size() > most) {
            Arrays.fill(ink, false);
            return List.of();
        }
        return List.copyOf(marks);
    }

    /** Whether one of the patches of {@code ink} [height * width] is wanted; looks no further than the first. {@code ink} is used up. */
    static boolean any(boolean[] ink, int width, int height, Predicate<Mark> wanted) {
        Patch patch = new Patch(width, height);
        for (int start = 0; start < ink.length; start++) {
            if (ink[start] && wanted.test(patch.take(ink, start))) {
                return true;
            }
        }
        return false;
    }

    /** The pixels of one patch of ink, collected from neighbour to neighbour; corners count as neighbours. */
    private static final class Patch {

        private final int width;
        private final int height;
        private int[] pixels = new int[256];
        private int count;

        Patch(int width, int height) {
            this.width = width;
            this.height = height;
        }

        Mark take(boolean[] open, int start) {
            count = 0;
            add(open, start);
            int left = width;
            int right = 0;
            int top = height;
            int bottom = 0;
            for (int next = 0; next < count; next++) {
                int y = pixels[next] / width;
                int x = pixels[next] - y * width;
                left = Math.min(left, x);
                right = Math.max(right, x + 1);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y + 1);
                for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                        if (open[ny * width + nx]) {
                            add(open, ny * width + nx);
                        }
                    }
                }
            }
            return new Mark(left, top, right, bottom);
        }

        private void add(boolean[] open, int pixel) {
            open[pixel] = false;
            pixels = count == pixels.length ? Arrays.copyOf(pixels, count * 2) : pixels;
            pixels[count++] = pixel;
        }

        void wipe(boolean[] ink) {
            for (int i = 0; i < count; i++) {
                ink[pixels[i]] = false;
            }
        }
    }
}
