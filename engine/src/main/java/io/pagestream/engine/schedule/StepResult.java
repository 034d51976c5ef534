package io.pagestream.engine.schedule;

/**
 * What a step produced.
 *
 * @param tokens for each of {@link StepPlan#answering}, in that order, as many as it has {@link
 *     StepPlan.Rows#choices}: the next token, and those behind each guess; or the likeliest ones of a beam, best first
 * @param logProbabilities natural logarithms of their probabilities
 * @param encodeNanos time in the vision encoder
 * @param decodeNanos time in the decoder, choosing the tokens included
 */
public record StepResult(int[] tokens, float[] logProbabilities, long encodeNanos, long decodeNanos) {

    public StepResult {
        if (tokens.length != logProbabilities.length) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens came with " + logProbabilities.length + " probabilities");
        }
    }
}
