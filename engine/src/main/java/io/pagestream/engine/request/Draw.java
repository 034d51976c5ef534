package io.pagestream.engine.request;

import java.io.Serializable;

/**
 * How a token is chosen from its probabilities. The same seed gives the same answer, whoever else is computed at the same
 * time: chance depends on the seed and on the position in the answer, on nothing else.
 *
 * <p>The filters are applied in this order: temperature, top-k, top-p, min-p.
 *
 * @param temperature logits are divided by it; 0 for the most likely token, where the rest does not matter
 * @param topK only so many of the most likely tokens, and those equal to the last of them; 0 for all
 * @param topP only the most likely tokens that together have this probability; 1 for all
 * @param minP only tokens with at least this share of the probability of the most likely one; 0 for all
 * @param seed of the chance
 */
public record Draw(float temperature, int topK, float topP, float minP, long seed) implements Serializable {

    public static final Draw GREEDY = new Draw(0, 0, 1, 0, 0);

    public Draw {
        if (!(temperature >= 0 && temperature <= 100)) {
            throw new IllegalArgumentException("temperature must be 0 to 100, got " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK must not be negative, got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP must be above 0 and at most 1, got " + topP);
        }
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("minP must be 0 to 1, got " + minP);
        }
    }

    public boolean isGreedy() {
        return temperature == 0;
    }

    /** The same rule with other chances. */
    public Draw withSeed(long other) {
        return new Draw(temperature, topK, topP, minP, other);
    }
}
