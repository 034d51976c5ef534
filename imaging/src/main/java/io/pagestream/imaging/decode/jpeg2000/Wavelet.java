package io.pagestream.imaging.decode.jpeg2000;

/** Undoes one level of the wavelet transform in both directions (Annex F). */
final class Wavelet {

    private static final float ALPHA = -1.586134342059924f;
    private static final float BETA = -0.052980118572961f;
    private static final float GAMMA = 0.882911075530934f;
    private static final float DELTA = 0.443506852043971f;
    private static final float K = 1.230174104914001f;

    /** Rows and columns are mirrored so far over their ends. */
    private static final int MARGIN = 4;

    private final boolean reversible;
    private final float[] line;

    Wavelet(boolean reversible, int longest) {
        this.reversible = reversible;
        this.line = new float[longest + 2 * MARGIN];
    }

    /**
     * Works in place on {@code samples} of {@code width} by {@code height}, in which low and high frequencies already lie
     * interleaved.
     *
     * @param x0,y0 coordinates of the first sample: even ones are low frequencies
     */
    void invert(float[] samples, int width, int height, int x0, int y0) {
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, y * width, line, MARGIN, width);
            invertLine(width, x0 & 1);
            System.arraycopy(line, MARGIN, samples, y * width, width);
        }
        for (int x = 0; x < width; x++) {
            for (int y = 0, at = x; y < height; y++, at += width) {
                line[MARGIN + y] = samples[at];
            }
            invertLine(height, y0 & 1);
            for (int y = 0, at = x; y < height; y++, at += width) {
                samples[at] = line[MARGIN + y];
            }
        }
    }

    private void invertLine(int length, int odd) {
        if (length == 1) {
            line[MARGIN] = odd == 1 ? half(line[MARGIN]) : line[MARGIN];
            return;
        }
        mirror(length);
        if (reversible) {
            invertIntegers(length, odd);
        } else {
            invertReals(length, odd);
        }
    }

    private float half(float value) {
        return reversible ? (int) value >> 1 : value / 2;
    }

    private void mirror(int length) {
        int period = 2 * (length - 1);
        for (int i = 1; i <= MARGIN; i++) {
            int before = i % period;
            int after = Math.floorMod(length - 1 - i, period);
            line[MARGIN - i] = line[MARGIN + (before < length ? before : period - before)];
            line[MARGIN + length - 1 + i] = line[MARGIN + (after < length ? after : period - after)];
        }
    }

    private void invertIntegers(int length, int odd) {
        int firstLow = MARGIN - (odd == 1 ? 1 : 0);
        int end = MARGIN + length;
        for (int i = firstLow; i < end + 1; i += 2) {
            line[i] = (int) line[i] - ((int) line[i - 1] + (int) line[i + 1] + 2 >> 2);
        }
        for (int i = firstLow + 1; i < end; i += 2) {
            line[i] = (int) line[i] + ((int) line[i - 1] + (int) line[i + 1] >> 1);
        }
    }

    private void invertReals(int length, int odd) {
        int low = MARGIN - odd;
        int end = MARGIN + length;
        for (int i = low & 1; i < end + MARGIN; i += 2) {
            line[i] *= K;
        }
        for (int i = 1 - (low & 1); i < end + MARGIN; i += 2) {
            line[i] /= K;
        }
        lift(low - 2, end + 3, DELTA);
        lift(low - 1, end + 2, GAMMA);
        lift(low, end + 1, BETA);
        lift(low + 1, end, ALPHA);
    }

    private void lift(int from, int end, float factor) {
        for (int i = from; i < end; i += 2) {
            if (i >= 1 && i + 1 < line.length) {
                line[i] -= factor * (line[i - 1] + line[i + 1]);
            }
        }
    }
}
