package io.pagestream.engine;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an engine is set up; two leases with equal options share one engine.
 *
 * @param modelFolder a folder with config.json, tokenizer and safetensors files, or {@link #EMBEDDED}
 * @param device {@code cpu}, {@code cpu:f32}, {@code cpu:bf16}, {@code cuda:0}
 * @param kvCacheBytes device memory for keys and values; the engine never takes more
 * @param tokensPerStep how many tokens one forward pass of the decoder may compute, over all sequences
 * @param tilesPerStep how many tiles the vision encoder computes at once
 * @param sharePrompts whether prompts that begin alike, such as questions about one page, are computed once
 * @param speculate whether the next tokens of answers that repeat their page's text layer, their prompt or themselves are
 *     guessed and checked in one step; answers are the same
 * @param maxRunning how many answers are written at the same time; each beam of a search is one
 * @param maxWaiting how many more may wait; further ones are refused as busy
 * @param answerWithin after this long a request is given up
 * @param linger how long a shared engine stays loaded after its last lease ended
 */
public record EngineOptions(
        String modelFolder,
        String device,
        long kvCacheBytes,
        int tokensPerStep,
        int tilesPerStep,
        boolean sharePrompts,
        boolean speculate,
        int maxRunning,
        int maxWaiting,
        Duration answerWithin,
        Duration linger)
        implements Serializable {

    /** The model that ships inside. */
    public static final String EMBEDDED = "embedded";

    private static final int MOST_TOKENS = 1 << 16;
    private static final int MOST_TILES = 256;
    private static final int MOST_REQUESTS = 1 << 20;
    private static final Duration LONGEST = Duration.ofDays(7);

    public EngineOptions {
        require(kvCacheBytes > 0, "kvCacheBytes must be positive, got " + kvCacheBytes);
        requireBetween(16, MOST_TOKENS, tokensPerStep, "tokensPerStep");
        requireBetween(1, MOST_TILES, tilesPerStep, "tilesPerStep");
        requireBetween(1, MOST_TOKENS, maxRunning, "maxRunning");
        requireBetween(1, MOST_REQUESTS, maxWaiting, "maxWaiting");
        require(
                tokensPerStep >= maxRunning,
                "tokensPerStep (" + tokensPerStep + ") must be at least maxRunning (" + maxRunning
                        + "): every running request needs a token in every step");
        require(
                answerWithin.compareTo(Duration.ZERO) > 0 && answerWithin.compareTo(LONGEST) <= 0,
                "answerWithin must be positive and at most " + LONGEST + ", got " + answerWithin);
        require(
                !linger.isNegative() && linger.compareTo(LONGEST) <= 0,
                "linger must be between zero and " + LONGEST + ", got " + linger);
    }

    /** Speculates. */
    public EngineOptions(
            String modelFolder,
            String device,
            long kvCacheBytes,
            int tokensPerStep,
            int tilesPerStep,
            boolean sharePrompts,
            int maxRunning,
            int maxWaiting,
            Duration answerWithin,
            Duration linger) {
        this(
                modelFolder,
                device,
                kvCacheBytes,
                tokensPerStep,
                tilesPerStep,
                sharePrompts,
                true,
                maxRunning,
                maxWaiting,
                answerWithin,
                linger);
    }

    /** The same but for this. */
    public EngineOptions withSpeculation(boolean other) {
        return new EngineOptions(
                modelFolder,
                device,
                kvCacheBytes,
                tokensPerStep,
                tilesPerStep,
                sharePrompts,
                other,
                maxRunning,
                maxWaiting,
                answerWithin,
                linger);
    }

    /** The same but for this. */
    public EngineOptions withLinger(Duration other) {
        return new EngineOptions(
                modelFolder,
                device,
                kvCacheBytes,
                tokensPerStep,
                tilesPerStep,
                sharePrompts,
                speculate,
                maxRunning,
                maxWaiting,
                answerWithin,
                other);
    }

    private static void requireBetween(int least, int most, int value, String name) {
        require(value >= least && value <= most, name + " must be " + least + " to " + most + ", got " + value);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The defaults for a model on a device. */
    public static EngineOptions of(String modelFolder, String device) {
        return new EngineOptions(
                modelFolder,
                device,
                512L << 20,
                1024,
                4,
                true,
                16,
                1024,
                Duration.ofMinutes(10),
                Duration.ofMinutes(5));
    }
}
