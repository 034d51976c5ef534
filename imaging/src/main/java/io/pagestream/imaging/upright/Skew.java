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
    private static final int MOST_EDGES = 150_000;

    /** Of lines that run from left to right. */
    static Skew ofRows(Letters page) {
        return of(edges(page.ink(), page.width(), page.height(), 1, page.width()), page.width(), page.height());
    }

    /** Of lines that run from the bottom to the top: those of the page after a quarter turn clockwise. */
    static Skew ofColumns(Letters page) {
        int[][] edges = edges(page.ink(), page.height(), page.width(), page.width(), 1);
        int[] across = edges[0];
        for (int i = 0; i < across.length; i++) {
            across[i] = page.height() - 1 - across[i];
        }
        return of(edges, page.height(), page.width());
    }

    /** Ends of strokes down the page: [0] how far along the line, [1] how far down, [2] +1 where ink begins, -1 where it ends. */
    private static int[][] edges(boolean[] ink, int along, int down, int alongStep, int downStep) {
        int[] xs = new int[1024];
        int[] ys = new int[1024];
        int[] signs = new int[1024];
        int count = 0;
        for (int x = 0; x < along; x++) {
            boolean before = false;
            for (int y = 0; y <= down; y++) {
                boolean now = y < down && ink[x * alongStep + y * downStep];
                if (now != before) {
                    if (count == xs.length) {
                        xs = Arrays.copyOf(xs, count * 2);
                        ys = Arrays.copyOf(ys, count * 2);
                        signs = Arrays.copyOf(signs, count * 2);
                    }
                    xs[count] = x;
                    ys[count] = y;
                    signs[count++] = now ? 1 : -1;
                    before = now;
                }
            }
        }
        return new int[][] {Arrays.copyOf(xs, count), Arrays.copyOf(ys, count), Arrays.copyOf(signs, count)};
    }

    private static Skew of(int[][] edges, int width, int height) {
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

    private static double sharpest(int[][] edges, int width, int height, double middle, double step) {
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

    private static double score(int[][] edges, int width, int height, double degrees, int row) {
        int slope = (int) Math.round(Math.tan(Math.toRadians(degrees)) * 65536);
        int shift = (int) (Math.abs((long) slope) * width >> 16) + 1;
        int[] profile = new int[(height + 2 * shift) / row + 2];
        int[] xs = edges[0];
        int[] ys = edges[1];
        int[] signs = edges[2];
        for (int i = 0; i < xs.length; i++) {
            int y = ys[i] - (int) ((long) xs[i] * slope >> 16) + shift;
            profile[y / row] += signs[i];
        }
        double sum = 0;
        for (int value : profile) {
            sum += (double) value * value;
        }
        return sum;
    }
}
