package io.pagestream.models.task;

/**
 * How an answer is best chosen, for the engine to follow as far as it can.
 *
 * @param temperature 0 for the most likely token
 * @param topP 1 for all tokens
 * @param topK 0 for all tokens
 * @param repetitionPenalty of the answer's own tokens; 1 for none
 * @param beams 1 for none
 */
public record Sampling(double temperature, double topP, int topK, double repetitionPenalty, int beams) {

    public static final Sampling GREEDY = new Sampling(0, 1, 0, 1, 1);

    static Sampling beams(int beams) {
        return new Sampling(0, 1, 0, 1, beams);
    }
}
