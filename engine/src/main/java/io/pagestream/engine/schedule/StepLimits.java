package io.pagestream.engine.schedule;

/**
 * How much one step may do.
 *
 * @param tokensPerStep rows of one forward pass, over all sequences
 * @param tilesPerStep tiles that the vision encoder computes before it
 * @param maxRunning sequences that are worked on at the same time
 * @param draftsPerStep rows of a step that may be guesses; 0 for none
 */
public record StepLimits(int tokensPerStep, int tilesPerStep, int maxRunning, int draftsPerStep) {

    /** Without guesses. */
    public StepLimits(int tokensPerStep, int tilesPerStep, int maxRunning) {
        this(tokensPerStep, tilesPerStep, maxRunning, 0);
    }

    public StepLimits {
        if (tilesPerStep < 1 || maxRunning < 1 || tokensPerStep < maxRunning) {
            throw new IllegalArgumentException("need tilesPerStep >= 1 and 1 <= maxRunning <= tokensPerStep, got "
                    + tilesPerStep + ", " + maxRunning + " and " + tokensPerStep);
        }
        if (draftsPerStep < 0 || draftsPerStep > tokensPerStep) {
            throw new IllegalArgumentException(
                    "need 0 <= draftsPerStep <= tokensPerStep, got " + draftsPerStep + " and " + tokensPerStep);
        }
    }

    /** Rows of a step that something can be chosen from. */
    public int mostLogits() {
        return maxRunning + draftsPerStep;
    }
}
