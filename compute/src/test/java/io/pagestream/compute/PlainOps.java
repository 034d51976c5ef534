package io.pagestream.compute;

/**
 * Every operation as the loop that a student understands, in double precision on dense row-major arrays: the judge of
 * all devices. Names and meaning are those of {@link Ops}.
 */
public final class PlainOps {

    private PlainOps() {}

    public static double[] linear(float[] in, float[] weight, int rows, int inner, int columns) {
        double[] out = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int i = 0; i < inner; i++) {
                    sum += (double) in[row * inner + i] * weight[column * inner + i];
                }
                out[row * columns + column] = sum;
            }
        }
        return out;
    }

    public static double[] rmsNorm(float[] in, float[] weight, int columns, float eps) {
        double[] out = new double[in.length];
        for (int start = 0; start < in.length; start += columns) {
            double squares = 0;
            for (int i = 0; i < columns; i++) {
                squares += (double) in[start + i] * in[start + i];
            }
            double factor = 1 / Math.sqrt(squares / columns + eps);
            for (int i = 0; i < columns; i++) {
                out[start + i] = in[start + i] * factor * weight[i];
            }
        }
        return out;
    }

    public static double[] layerNorm(float[] in, float[] weight, float[] bias, int columns, float eps) {
        double[] out = new double[in.length];
        for (int start = 0; start < in.length; start += columns) {
            double mean = 0;
            for (int i = 0; i < columns; i++) {
                mean += in[start + i];
            }
            mean /= columns;
            double variance = 0;
            for (int i = 0; i < columns; i++) {
                variance += (in[start + i] - mean) * (in[start + i] - mean);
            }
            double factor = 1 / Math.sqrt(variance / columns + eps);
            for (int i = 0; i < columns; i++) {
                out[start + i] = (in[start + i] - mean) * factor * weight[i] + bias[i];
            }
        }
        return out;
    }

    public static double gelu(double x) {
        return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    }

    public static double quickGelu(double x) {
        return x / (1 + Math.exp(-1.702 * x));
    }

    public static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    /** The error function by numerical integration (Simpson, 4000 steps): slow, and exact to 1e-12. */
    static double erf(double x) {
        int steps = 4000;
        double end = Math.abs(x);
        if (end > 6) {
            return Math.signum(x);
        }
        double width = end / steps;
        double sum = 1 + Math.exp(-end * end);
        for (int i = 1; i < steps; i++) {
            double at = i * width;
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-at * at);
        }
        return Math.signum(x) * sum * width / 3 * 2 / Math.sqrt(Math.PI);
    }

    public static double[] rotate(float[] in, int heads, int side, float[] cosSin) {
        double[] out = new double[in.length];
        int half = side / 2;
        for (int row = 0; row < in.length / heads / side; row++) {
            for (int head = 0; head < heads; head++) {
                int at = (row * heads + head) * side;
                for (int i = 0; i < half; i++) {
                    double cos = cosSin[row * side + i];
                    double sin = cosSin[row * side + half + i];
                    out[at + i] = in[at + i] * cos - in[at + half + i] * sin;
                    out[at + half + i] = in[at + half + i] * cos + in[at + i] * sin;
                }
            }
        }
        return out;
    }

    /**
     * Attention of one query row's head to {@code tokens} keys.
     *
     * @param keys rows of {@code width} elements, of which {@code side} from {@code column} belong to the head
     */
    public static double[] attendOne(
            float[] query, int queryAt, float[] keys, float[] values, int tokens, int width, int column, int side) {
        double[] scores = new double[tokens];
        double largest = Double.NEGATIVE_INFINITY;
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < side; i++) {
                scores[token] += (double) query[queryAt + i] * keys[token * width + column + i];
            }
            scores[token] /= Math.sqrt(side);
            largest = Math.max(largest, scores[token]);
        }
        double total = 0;
        for (int token = 0; token < tokens; token++) {
            scores[token] = Math.exp(scores[token] - largest);
            total += scores[token];
        }
        double[] out = new double[side];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < side; i++) {
                out[i] += scores[token] / total * values[token * width + column + i];
            }
        }
        return out;
    }

    /** Attention of the last {@code rows} of {@code context} tokens of one sequence, causal, grouped heads. */
    public static double[] attendCausal(
            float[] query, float[] keys, float[] values, int rows, int heads, int kvHeads, int side) {
        int context = keys.length / (kvHeads * side);
        double[] out = new double[rows * heads * side];
        for (int row = 0; row < rows; row++) {
            for (int head = 0; head < heads; head++) {
                int at = (row * heads + head) * side;
                double[] one = attendOne(
                        query,
                        at,
                        keys,
                        values,
                        context - rows + row + 1,
                        kvHeads * side,
                        head / (heads / kvHeads) * side,
                        side);
                System.arraycopy(one, 0, out, at, side);
            }
        }
        return out;
    }

    public static double logProbability(float[] logits, int from, int columns, int id) {
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < columns; i++) {
            largest = Math.max(largest, logits[from + i]);
        }
        for (int i = 0; i < columns; i++) {
            sum += Math.exp(logits[from + i] - largest);
        }
        return logits[from + id] - largest - Math.log(sum);
    }
}
