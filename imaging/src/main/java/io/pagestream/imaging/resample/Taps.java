package io.pagestream.imaging.resample;

/**
 * For each place of the output, which places of the input it is made of and with which weights, along one axis.
 *
 * <p>Weights are integers with {@value #PRECISION} binary places, as in Pillow's {@code Resample.c}.
 */
final class Taps {

    static final int PRECISION = 32 - 8 - 2;
    static final int HALF = 1 << (PRECISION - 1);

    final int[] first;
    final int[] count;

    /** [output, width]: the weights of output {@code x} start at {@code x * width}. */
    final int[] weights;

    final int width;

    private Taps(int[] first, int[] count, int[] weights, int width) {
        this.first = first;
        this.count = count;
        this.weights = weights;
        this.width = width;
    }

    static Taps of(int inSize, int outSize, Filter filter) {
        double scale = (double) inSize / outSize;
        double filterScale = Math.max(scale, 1.0);
        double inverse = 1.0 / filterScale;
        double support = filter.support * filterScale;
        int width = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[outSize];
        int[] count = new int[outSize];
        int[] weights = new int[Math.multiplyExact(outSize, width)];
        double[] exact = new double[width];
        for (int x = 0; x < outSize; x++) {
            double center = (x + 0.5) * scale;
            int from = Math.max(0, (int) (center - support + 0.5));
            int n = Math.min(inSize, (int) (center + support + 0.5)) - from;
            double sum = 0;
            for (int k = 0; k < n; k++) {
                exact[k] = filter.weight((k + from - center + 0.5) * inverse);
                sum += exact[k];
            }
            first[x] = from;
            count[x] = n;
            for (int k = 0; k < n; k++) {
                weights[x * width + k] = fixed(sum == 0 ? exact[k] : exact[k] / sum);
            }
        }
        return new Taps(first, count, weights, width);
    }

    /** One past the last input place that output {@code x} needs. */
    int end(int x) {
        return first[x] + count[x];
    }

    private static int fixed(double weight) {
        return (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
    }
}
