package io.pagestream.models.config;

import java.util.List;

/**
 * The rotary embedding (Su et al., "RoFormer"): angles of a position are its products with the frequencies {@code
 * theta^(-2i / headSide)}, which a scaling may change.
 *
 * @param theta the base
 * @param scaling how frequencies change with the length
 */
public record Rotary(double theta, Scaling scaling) {

    public static Rotary plain(double theta) {
        return new Rotary(theta, new None());
    }

    /**
     * What the angles of a prompt depend on besides the positions of its tokens: only prompts with the same value can share
     * their keys.
     */
    public int turnedFor(int promptTokens) {
        if (scaling instanceof DynamicNtk dynamic && promptTokens > dynamic.positions()) {
            return promptTokens;
        }
        return scaling instanceof LongRope longRope && promptTokens > longRope.positions() ? 1 : 0;
    }

    /** How the frequencies of a model differ from the plain ones. */
    public sealed interface Scaling permits None, DynamicNtk, LongRope, Llama3 {}

    /** The plain frequencies at every length. */
    public record None() implements Scaling {}

    /**
     * A larger base for sequences that are longer than {@code positions}, larger with each token: {@code theta * (factor
     * * length / positions - (factor - 1)) ^ (headSide / (headSide - 2))}. A factor of 1 is not "off".
     *
     * @param positions up to which the plain base holds
     */
    public record DynamicNtk(double factor, int positions) implements Scaling {}

    /**
     * Phi-3's "su" or "longrope": each frequency is divided by a factor of its own, from one list up to {@code positions}
     * tokens and from the other beyond; cosines and sines are multiplied by {@code magnitude} at every length.
     *
     * @param shortFactors one for each frequency
     * @param longFactors likewise
     */
    public record LongRope(List<Double> shortFactors, List<Double> longFactors, int positions, double magnitude)
            implements Scaling {

        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }
    }

    /**
     * Llama 3.1's: low frequencies are divided by {@code factor}, high ones stay, those between are mixed.
     *
     * @param lowFactor wavelengths longer than {@code positions / lowFactor} are low frequencies
     * @param highFactor wavelengths shorter than {@code positions / highFactor} are high ones
     */
    public record Llama3(double factor, double lowFactor, double highFactor, int positions) implements Scaling {}
}
