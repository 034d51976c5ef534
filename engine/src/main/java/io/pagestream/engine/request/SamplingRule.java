package io.pagestream.engine.request;

import java.util.List;
import java.util.Optional;

/**
 * How the next token is chosen and when an answer ends.
 *
 * @param maxTokens of the answer
 * @param penalty what makes tokens less likely that were there already
 * @param draw the most likely token, or one by chance
 * @param stopTokens ids that end the answer besides the model's own
 * @param form what the answer must look like, if not just any text
 */
public record SamplingRule(
        int maxTokens, Penalty penalty, Draw draw, List<Integer> stopTokens, Optional<AnswerForm> form) {

    public SamplingRule {
        stopTokens = List.copyOf(stopTokens);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be positive, got " + maxTokens);
        }
    }

    public SamplingRule(int maxTokens, Penalty penalty, Draw draw, List<Integer> stopTokens) {
        this(maxTokens, penalty, draw, stopTokens, Optional.empty());
    }

    /** The same rule for answers that look like {@code form}. */
    public SamplingRule with(AnswerForm form) {
        return new SamplingRule(maxTokens, penalty, draw, stopTokens, Optional.of(form));
    }

    /** The most likely token at every step. */
    public static SamplingRule greedy(int maxTokens) {
        return new SamplingRule(maxTokens, Penalty.NONE, Draw.GREEDY, List.of());
    }
}
