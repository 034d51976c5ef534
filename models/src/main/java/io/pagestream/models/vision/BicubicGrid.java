package io.pagestream.models.vision;

/**
 * Position embeddings for another number of patches, as PyTorch's {@code interpolate(mode="bicubic",
 * align_corners=False)} makes them: a = -0.75, no antialiasing, border values repeated, in F32.
 */
final class BicubicGrid {

    private static final float A = -0.75f;
    private static final int TAPS = 4;

    private BicubicGrid() {}

    /**
     * @param table [1 + from * from, columns]: the class token, which is left alone, then the patches row by row
     * @return [1 + to * to, columns]
     */
    static float[] resize(float[] table, int columns, int from, int to) {
        float[] resized = new float[(1 + to * to) * columns];
        System.arraycopy(table, 0, resized, 0, columns);
        float[] across = new float[TAPS * columns];
        for (int y = 0; y < to; y++) {
            for (int x = 0; x < to; x++) {
                int out = (1 + y * to + x) * columns;
                for (int tap = 0; tap < TAPS; tap++) {
                    int row = clamp(first(y, from, to) + tap, from);
                    blendAcross(table, (1 + row * from) * columns, columns, x, from, to, across, tap * columns);
                }
                float[] weights = weights(fraction(y, from, to));
                for (int column = 0; column < columns; column++) {
                    resized[out + column] = blend(across, column, columns, weights);
                }
            }
        }
        return resized;
    }

    private static void blendAcross(float[] table, int row, int columns, int x, int from, int to, float[] out, int at) {
        float[] weights = weights(fraction(x, from, to));
        int first = first(x, from, to);
        for (int column = 0; column < columns; column++) {
            float sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                sum += weights[tap] * table[row + clamp(first + tap, from) * columns + column];
            }
            out[at + column] = sum;
        }
    }

    private static float blend(float[] values, int at, int stride, float[] weights) {
        float sum = 0;
        for (int tap = 0; tap < TAPS; tap++) {
            sum += weights[tap] * values[at + tap * stride];
        }
        return sum;
    }

    private static float source(int target, int from, int to) {
        return (target + 0.5f) * ((float) from / to) - 0.5f;
    }

    private static int first(int target, int from, int to) {
        return (int) Math.floor(source(target, from, to)) - 1;
    }

    private static float fraction(int target, int from, int to) {
        float source = source(target, from, to);
        return source - (float) Math.floor(source);
    }

    private static int clamp(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    private static float[] weights(float t) {
        return new float[] {far(t + 1), near(t), near(1 - t), far(2 - t)};
    }

    private static float near(float t) {
        return ((A + 2) * t - (A + 3)) * t * t + 1;
    }

    private static float far(float t) {
        return ((A * t - 5 * A) * t + 8 * A) * t - 4 * A;
    }
}
