package io.pagestream.engine.request;

import java.io.Serializable;
import java.util.List;

/**
 * How the next token is chosen and when an answer ends.
 *
 * @param maxTokens of the answer
 * @param repetitionPenalty 1 for none; larger makes tokens that were there already less likely
 * @param penaltyScope which tokens count as having been there
 * @param stopTokens ids that end the answer besides the model's own
 */
public record SamplingRule(int maxTokens, float repetitionPenalty, PenaltyScope penaltyScope, List<Integer> stopTokens)
        implements Serializable {

    /** Reference code differs here by layout: original InternVL passes embeddings, so the prompt is not seen. */
    public enum PenaltyScope {
        ANSWER,
        PROMPT_AND_ANSWER
    }

    public SamplingRule {
        stopTokens = List.copyOf(stopTokens);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be positive, got " + maxTokens);
        }
        if (!(repetitionPenalty > 0)) {
            throw new IllegalArgumentException("repetitionPenalty must be positive, got " + repetitionPenalty);
        }
    }

    /** The most likely token at every step. */
    public static SamplingRule greedy(int maxTokens) {
        return new SamplingRule(maxTokens, 1, PenaltyScope.ANSWER, List.of());
    }
}
