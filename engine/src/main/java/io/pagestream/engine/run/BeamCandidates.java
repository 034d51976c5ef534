package io.pagestream.engine.run;

import io.pagestream.engine.request.Penalty;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The likeliest next tokens of a beam. As in transformers' {@code _beam_search} penalties change logarithms of
 * probabilities here, not logits, and nothing is normalised behind them. Stateless.
 */
final class BeamCandidates {

    private BeamCandidates() {}

    /**
     * @param values the logits of one row, changed
     * @param form makes the tokens impossible that the form of the answer does not allow, if it has one
     * @param seen the tokens that count as having been there
     * @param count how many tokens are wanted; fewer when there are not so many
     * @return the likeliest first, the smaller id among equals
     */
    static Sampler.Choice of(float[] values, Consumer<float[]> form, Penalty penalty, int[] seen, int count) {
        toLogProbabilities(values);
        form.accept(values);
        penalize(values, penalty, seen);
        int[] best = new int[Math.min(count, values.length)];
        int found = 0;
        for (int id = 0; id < values.length; id++) {
            if (found == best.length && !(values[id] > values[best[found - 1]])) {
                continue;
            }
            int place = found < best.length ? found++ : found - 1;
            while (place > 0 && values[id] > values[best[place - 1]]) {
                best[place] = best[--place];
            }
            best[place] = id;
        }
        float[] logProbabilities = new float[best.length];
        for (int i = 0; i < best.length; i++) {
            logProbabilities[i] = values[best[i]];
        }
        return new Sampler.Choice(best, logProbabilities);
    }

    /** How likely {@code tokens} are; {@code values} are the logits of one row, changed. */
    static Sampler.Choice weigh(float[] values, int[] tokens) {
        toLogProbabilities(values);
        float[] logProbabilities = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            logProbabilities[i] = values[tokens[i]];
        }
        return new Sampler.Choice(tokens, logProbabilities);
    }

    private static void toLogProbabilities(float[] logits) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        double shift = most + Math.log(sum);
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) (logits[id] - shift);
        }
    }

    private static void penalize(float[] values, Penalty penalty, int[] seen) {
        if (penalty.repetition() != 1) {
            Arrays.stream(seen).distinct().forEach(id -> {
                values[id] = values[id] > 0 ? values[id] / penalty.repetition() : values[id] * penalty.repetition();
            });
        }
        if (penalty.noRepeatNgram() > 0) {
            keep(values, Sampler.allowed(values.length, seen, penalty.noRepeatNgram()));
        }
    }

    /** Makes all tokens impossible whose bit is not set. */
    static void keep(float[] values, int[] allowed) {
        for (int id = 0; id < values.length; id++) {
            if ((allowed[id / 32] >>> id % 32 & 1) == 0) {
                values[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
