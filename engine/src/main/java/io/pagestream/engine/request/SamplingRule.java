package io.pagestream.engine.request;

import java.io.Serializable;
import java.util.List;

/**
 * How the next token is chosen and when an answer ends.
 *
 * @param maxTokens of the answer
 * @param penalty what makes tokens less likely that were there already
 * @param draw the most likely token, or one by chance
 * @param stopTokens ids that end the answer besides the model's own
 */
public record SamplingRule(int maxTokens, Penalty penalty, Draw draw, List<Integer> stopTokens)
        implements Serializable {

    public SamplingRule {
        stopTokens = List.copyOf(stopTokens);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be positive, got " + maxTokens);
        }
    }

    /** The most likely token at every step. */
    public static SamplingRule greedy(int maxTokens) {
        return new SamplingRule(maxTokens, Penalty.NONE, Draw.GREEDY, List.of());
    }
}
