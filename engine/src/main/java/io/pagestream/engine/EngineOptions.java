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
 * @param maxRunning how many requests are answered at the same time
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
        int maxRunning,
        int maxWaiting,
        Duration answerWithin,
        Duration linger)
        implements Serializable {

    /** The model that ships inside. */
    public static final String EMBEDDED = "embedded";

    public EngineOptions {
        require(kvCacheBytes >= 1 << 20, "kvCacheBytes must be at least 1 MiB, got " + kvCacheBytes);
        require(tokensPerStep >= 16, "tokensPerStep must be at least 16, got " + tokensPerStep);
        require(tilesPerStep >= 1, "tilesPerStep must be positive, got " + tilesPerStep);
        require(maxRunning >= 1, "maxRunning must be positive, got " + maxRunning);
        require(
                tokensPerStep >= maxRunning,
                "tokensPerStep (" + tokensPerStep + ") must be at least maxRunning (" + maxRunning
                        + "): every running request needs a token in every step");
        require(maxWaiting >= 1, "maxWaiting must be positive, got " + maxWaiting);
        require(!answerWithin.isNegative() && !answerWithin.isZero(), "answerWithin must be positive");
        require(!linger.isNegative(), "linger must not be negative, got " + linger);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The defaults for a model on a device. */
    public static EngineOptions of(String modelFolder, String device) {
        return new EngineOptions(
                modelFolder, device, 512L << 20, 1024, 4, 16, 1024, Duration.ofMinutes(10), Duration.ofMinutes(5));
    }
}
