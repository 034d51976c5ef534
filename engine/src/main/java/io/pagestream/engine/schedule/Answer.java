package io.pagestream.engine.schedule;

import java.util.Arrays;

/** The tokens of an answer and how likely each of them was; grows at its end. Belongs to the engine thread. */
final class Answer {

    private static final int FIRST_ROOM = 64;

    private int[] tokens;
    private float[] logProbabilities;
    private int count;

    Answer() {
        this(new int[0], new float[0]);
    }

    private Answer(int[] tokens, float[] logProbabilities) {
        this.tokens = tokens;
        this.logProbabilities = logProbabilities;
        this.count = tokens.length;
    }

    /** Infinity below is what a form rules out. */
    static boolean isNoNumber(float logProbability) {
        return !(logProbability < Float.POSITIVE_INFINITY);
    }

    int count() {
        return count;
    }

    int token(int index) {
        return tokens[index];
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, count);
    }

    float[] logProbabilities() {
        return Arrays.copyOf(logProbabilities, count);
    }

    void add(int token, float logProbability) {
        if (count == tokens.length) {
            int room = Math.max(FIRST_ROOM, count + count / 2);
            tokens = Arrays.copyOf(tokens, room);
            logProbabilities = Arrays.copyOf(logProbabilities, room);
        }
        tokens[count] = token;
        logProbabilities[count++] = logProbability;
    }

    void cutTo(int tokens) {
        count = Math.min(count, tokens);
    }

    /** A longer answer; this one stays as it is. */
    Answer with(int token, float logProbability) {
        Answer longer = new Answer(tokens(), logProbabilities());
        longer.add(token, logProbability);
        return longer;
    }

    /** Geometric mean of the probabilities; zero when there is no token. */
    double confidence() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += logProbabilities[i];
        }
        return count == 0 ? 0 : Math.exp(Math.min(0, sum / count)); // rounded logarithms may lie above zero
    }
}
