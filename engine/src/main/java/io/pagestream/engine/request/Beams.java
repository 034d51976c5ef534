package io.pagestream.engine.request;

import java.io.Serializable;

/**
 * Beam search as transformers' {@code generate(num_beams, do_sample=False, early_stopping=False)}: the likeliest {@code
 * width} answers grow side by side, and the best one that has ended is the answer.
 *
 * @param width how many; 1 for no search
 * @param lengthPenalty an answer's score is the sum of its log probabilities, divided by its length to this power: above
 *     zero favours long answers, below zero short ones
 */
public record Beams(int width, float lengthPenalty) implements Serializable {

    public static final Beams NONE = new Beams(1, 1);

    /** As the reference, when only a width is named. */
    public static Beams of(int width) {
        return new Beams(width, 1);
    }

    private static final int WIDEST = 32;

    public Beams {
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("beams must be 1 to " + WIDEST + ", got " + width);
        }
        if (!(lengthPenalty >= -10 && lengthPenalty <= 10)) {
            throw new IllegalArgumentException("lengthPenalty must be -10 to 10, got " + lengthPenalty);
        }
    }

    public boolean isSearch() {
        return width > 1;
    }
}
