package io.pagestream.engine.request;

import java.time.Duration;

/**
 * What an answer took, and when. Times count from the offer of the request; they differ from run to run, and what was found
 * in caches depends on the neighbours.
 *
 * @param started the first step that computed something of it began; before that it waited
 * @param firstTile the first step that encoded a tile of it was over; zero when none was encoded: nothing to see, or it was
 *     there
 * @param firstToken the prompt was computed and the first token chosen, which is the same step
 * @param lastToken the step that ended it was over
 * @param device its share of the time of its steps: of the encoder by tiles, of the decoder by rows
 * @param steps that computed something of it
 * @param tiles that were encoded for it
 * @param cachedTokens of the prompt that were in the cache when it was started
 * @param computedTokens of prompt and answer; more than there are when it had to make room, guesses not counted
 * @param drafted guesses of tokens that were computed
 * @param accepted of them, those that were right
 * @param madeRoom how often it lost its place in the cache
 * @param blocks of the cache, the most that it held
 */
public record Trace(
        Duration started,
        Duration firstTile,
        Duration firstToken,
        Duration lastToken,
        Duration device,
        int steps,
        int tiles,
        int cachedTokens,
        long computedTokens,
        long drafted,
        long accepted,
        int madeRoom,
        int blocks) {

    /** Nothing was measured. */
    public static final Trace NONE = new Trace(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, 0);

    /** {@link #device} in milliseconds, as results show it. */
    public double deviceMilliseconds() {
        return device.toNanos() / 1e6;
    }
}
