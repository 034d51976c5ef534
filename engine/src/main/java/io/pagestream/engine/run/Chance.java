package io.pagestream.engine.run;

import io.pagestream.engine.request.Draw;
import java.util.Arrays;

/**
 * Chooses a token by chance. Stateless: what is drawn depends on the logits, the rule and the position.
 *
 * <p>The filters follow transformers' {@code TemperatureLogitsWarper}, {@code TopKLogitsWarper}, {@code TopPLogitsWarper}
 * and {@code MinPLogitsWarper}.
 */
final class Chance {

    private Chance() {}

    /**
     * @param logits of one row, changed
     * @param position in the answer
     */
    static int draw(float[] logits, Draw rule, int position) {
        filter(logits, rule);
        double[] probabilities = probabilities(logits);
        double rest = uniform(rule.seed(), position);
        int last = 0;
        for (int id = 0; id < probabilities.length; id++) {
            if (probabilities[id] > 0) {
                last = id;
                rest -= probabilities[id];
                if (rest < 0) {
                    return id;
                }
            }
        }
        return last; // the sum of the probabilities may be a rounding below one
    }

    /** Sets the logits of what the rule leaves out to negative infinity; at least one token stays. */
    static void filter(float[] logits, Draw rule) {
        if (rule.temperature() != 1) {
            for (int id = 0; id < logits.length; id++) {
                logits[id] /= rule.temperature();
            }
        }
        if (rule.topK() > 0 && rule.topK() < logits.length) {
            float[] sorted = logits.clone();
            Arrays.sort(sorted);
            dropBelow(logits, sorted[sorted.length - rule.topK()]);
        }
        if (rule.topP() < 1) {
            dropUnlikely(logits, rule.topP());
        }
        if (rule.minP() > 0) {
            // p < minP * most, for logits
            dropBelow(logits, (float) (max(logits) + Math.log(rule.minP())));
        }
    }

    private static void dropBelow(float[] logits, float least) {
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] < least) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** From the least likely token up, drops those whose probabilities together are at most 1 - topP. */
    private static void dropUnlikely(float[] logits, float topP) {
        double[] probabilities = probabilities(logits);
        long[] order = new long[logits.length];
        for (int id = 0; id < order.length; id++) {
            order[id] = (long) ascending(logits[id]) << 32 | id;
        }
        Arrays.sort(order);
        double sum = 0;
        for (int i = 0; i < order.length - 1; i++) {
            int id = (int) order[i];
            sum += probabilities[id];
            if ((float) sum > 1 - topP) {
                return;
            }
            logits[id] = Float.NEGATIVE_INFINITY;
        }
    }

    /** An int that is ordered as the float is. */
    private static int ascending(float value) {
        int bits = Float.floatToIntBits(value);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }

    static double[] probabilities(float[] logits) {
        float most = max(logits);
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < logits.length; id++) {
            // Most ids were dropped, and the exponential of infinity is slow.
            probabilities[id] = logits[id] == Float.NEGATIVE_INFINITY ? 0 : Math.exp(logits[id] - most);
            sum += probabilities[id];
        }
        for (int id = 0; id < logits.length; id++) {
            probabilities[id] /= sum;
        }
        return probabilities;
    }

    private static float max(float[] logits) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        return most;
    }

    /** A number from 0 to below 1 for each position: the output function of SplitMix64 (Steele et al. 2014). */
    private static double uniform(long seed, int position) {
        long z = seed + (position + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
    }
}
