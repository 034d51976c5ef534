package io.pagestream.engine.schedule;

/**
 * How much one step may do.
 *
 * @param tokensPerStep rows of one forward pass, over all sequences
 * @param tilesPerStep tiles that the vision encoder computes before it
 * @param maxRunning sequences that are worked on at the same time
 */
public record StepLimits(int tokensPerStep, int tilesPerStep, int maxRunning) {

    public StepLimits {
        if (tilesPerStep < 1 || maxRunning < 1 || tokensPerStep < maxRunning) {
            throw new IllegalArgumentException("need tilesPerStep >= 1 and 1 <= maxRunning <= tokensPerStep, got "
                    + tilesPerStep + ", " + maxRunning + " and " + tokensPerStep);
        }
    }
}
