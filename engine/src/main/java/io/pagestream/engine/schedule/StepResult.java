package io.pagestream.engine.schedule;

/**
 * What a step produced.
 *
 * @param tokens for each of {@link StepPlan#answering}, in that order, as many as it has {@link
 *     StepPlan.Rows#choices}: the next token, and those behind each guess; or the likeliest ones of a beam, best first
 * @param logProbabilities natural logarithms of their probabilities
 * @param encodeNanos time in the vision encoder
 * @param decodeNanos time in the decoder, choosing the tokens included
 * @param maskNanos of that, what it took to rule out the tokens that the masks of forms do not have; finding these masks is
 *     not counted here
 */
public record StepResult(int[] tokens, float[] logProbabilities, long encodeNanos, long decodeNanos, long maskNanos) {

    public StepResult {
        if (tokens.length != logProbabilities.length) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens came with " + logProbabilities.length + " probabilities");
        }
    }

    /** Of a step in which no answer has a form. */
    public StepResult(int[] tokens, float[] logProbabilities, long encodeNanos, long decodeNanos) {
        this(tokens, logProbabilities, encodeNanos, decodeNanos, 0);
    }
}
