package io.pagestream.engine.request;

import java.io.Serializable;

/**
 * Makes tokens less likely that were there already. As in transformers' {@code RepetitionPenaltyLogitsProcessor} and
 * {@code NoRepeatNGramLogitsProcessor}.
 *
 * @param repetition 1 for none; a positive logit is divided by it, a negative one multiplied
 * @param noRepeatNgram no run of so many tokens may come twice; 0 for no such rule
 * @param scope which tokens count as having been there
 */
public record Penalty(float repetition, int noRepeatNgram, Scope scope) implements Serializable {

    public static final Penalty NONE = new Penalty(1, 0, Scope.ANSWER);

    /** Reference code differs here by layout: original InternVL passes embeddings, so the prompt is not seen. */
    public enum Scope {
        ANSWER,
        PROMPT_AND_ANSWER
    }

    public Penalty {
        if (!(repetition > 0 && repetition <= 100)) {
            throw new IllegalArgumentException("repetition must be above 0 and at most 100, got " + repetition);
        }
        if (noRepeatNgram < 0 || noRepeatNgram > 1024) {
            throw new IllegalArgumentException("noRepeatNgram must be 0 to 1024 tokens, got " + noRepeatNgram);
        }
    }
}
