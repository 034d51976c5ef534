package io.pagestream.engine.schedule;

/**
 * What a step produced.
 *
 * @param tokens the next token of every sequence in {@link StepPlan#answering}, in that order
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
