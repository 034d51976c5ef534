package io.pagestream.imaging.upright;

import io.pagestream.imaging.ink.Letters;
import java.util.Arrays;

/**
 * How far the lines of a page are from level, by the sharpness of its profile.
 *
 * <p>The ink is projected along a slope; where the slope is that of the lines, rows with ink and rows without alternate
 * abruptly, and the sum of the squared differences of neighbouring rows is largest. Differential square sum: Postl 1986,
 * and Bloomberg, Kopec, Dasari, "Measuring document image skew and orientation", 1995. Only where ink begins and ends is
 * looked at, so that a slope costs an addition for each end of a stroke.
 *
 * @param degrees by which lines fall to the right; positive is clockwise
 * @param sharpness of the best slope, in times that of the usual slope
 */
record Skew(double degrees, double sharpness) {

    static final double WIDEST = 7;
    private static final double COARSE = 0.5;
    private static final int COARSE_ROW = 3;
    private static final int BLOCK = 32;

    /** Of lines that run from left to right. */
    static Skew ofRows(Letters page) {
        boolean[] columns = transposed(page.ink(), page.width(), page.height());
        return of(Edges.of(columns, page.width(), page.height()), page.width(), page.height());
    }

    /** Of lines that run from the bottom to the top: those of the page after a quarter turn clockwise. */
    static Skew ofColumns(Letters page) {
        return of(Edges.of(page.ink(), page.height(), page.width()).mirrored(), page.height(), page.width());
    }

    /** [width * height], in blocks that stay in the cache. */
    private static boolean[] transposed(boolean[] ink, int width, int height) {
        boolean[] columns = new boolean[ink.length];
        for (int top = 0; top < height; top += BLOCK) {
            int bottom = Math.min(height, top + BLOCK);
            for (int x = 0; x < width; x++) {
                for (int y = top; y < bottom; y++) {
                    columns[x * height + y] = ink[y * width + x];
                }
            }
        }
        return columns;
    }

    /**
     * Where strokes begin and end across the lines.
     *
     * @param first [along + 1] of each place along the lines, its first in {@code ends}
     * @param ends how far across: a beginning and an end in turns
     */
    private record Edges(int[] first, int[] ends) {

        /** @param ink [along * across] */
        static Edges of(boolean[] ink, int along, int across) {
            int[] first = new int[along + 1];
            int[] ends = new int[1024];
            int count = 0;
            for (int x = 0; x < along; x++) {
                boolean before = false;
                for (int y = 0; y < across; y++) {
                    if (ink[x * across + y] != before) {
                        ends = count + 2 > ends.length ? Arrays.copyOf(ends, count * 2) : ends;
                        ends[count++] = y;
                        before = !before;
                    }
                }
                if (before) {
                    ends[count++] = across; // there is room: a beginning left one place more
                }
                first[x + 1] = count;
            }
            return new Edges(first, ends);
        }

        /** The last place along the lines is the first. */
        Edges mirrored() {
            int along = first.length - 1;
            int[] mirrored = new int[first.length];
            int[] turned = new int[first[along]];
            for (int x = 0; x < along; x++) {
                int from = first[along - 1 - x];
                int count = first[along - x] - from;
                System.arraycopy(ends, from, turned, mirrored[x], count);
                mirrored[x + 1] = mirrored[x] + count;
            }
            return new Edges(mirrored, turned);
        }
    }

    private static Skew of(Edges edges, int width, int height) {
        int steps = (int) Math.round(2 * WIDEST / COARSE);
        double[] scores = new double[steps + 1];
        int best = 0;
        for (int i = 0; i <= steps; i++) {
            scores[i] = score(edges, width, height, -WIDEST + i * COARSE, COARSE_ROW);
            best = scores[i] > scores[best] ? i : best;
        }
        double degrees = -WIDEST + best * COARSE;
        for (double step = COARSE / 2; step > 0.01; step /= 2) {
            degrees = sharpest(edges, width, height, degrees, step);
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double usual = sorted[sorted.length / 2];
        return new Skew(degrees, usual == 0 ? 0 : scores[best] / usual);
    }

    private static double sharpest(Edges edges, int width, int height, double middle, double step) {
        double best = middle;
        double most = score(edges, width, height, middle, 1);
        for (double degrees : new double[] {middle - step, middle + step}) {
            double score = score(edges, width, height, degrees, 1);
            if (score > most) {
                most = score;
                best = degrees;
            }
        }
        return best;
    }

    /** @param row so many neighbouring rows of the profile count as one */
    private static double score(Edges edges, int width, int height, double degrees, int row) {
        int slope = (int) Math.round(Math.tan(Math.toRadians(degrees)) * 65536);
        int shift = (int) (Math.abs((long) slope) * width >> 16) + 1;
        int[] profile = new int[height + 2 * shift + 2 * row];
        int[] ends = edges.ends;
        for (int x = 0; x < width; x++) {
            int moved = shift - (int) ((long) x * slope >> 16);
            for (int i = edges.first[x]; i < edges.first[x + 1]; i += 2) {
                profile[ends[i] + moved]++;
                profile[ends[i + 1] + moved]--;
            }
        }
        double sum = 0;
        for (int i = 0; i + row <= profile.length; i += row) {
            int value = 0;
            for (int k = i; k < i + row; k++) {
                value += profile[k];
            }
            sum += (double) value * value;
        }
        return sum;
    }
}
