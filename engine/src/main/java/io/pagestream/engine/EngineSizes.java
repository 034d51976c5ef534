package io.pagestream.engine;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.Device;
import io.pagestream.engine.schedule.StepLimits;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.plan.MemoryPlan;

/**
 * How much memory an engine sets aside, from its options and its model.
 *
 * @param cache of keys and values
 * @param encoderSlots encoded tiles that are kept at the same time
 */
record EngineSizes(CacheShape cache, int encoderSlots) {

    /** Small enough to waste little at the end of a sequence, large enough to keep tables short. */
    static final int BLOCK_TOKENS = 32;

    /** Guesses of a step for each running answer, and the least: enough for the longest guess of a single one. */
    private static final int DRAFTS_EACH = 4;

    private static final int LEAST_DRAFTS = 16;

    /** Tokens of a question and of a short answer, beside the tiles of a page. */
    private static final int LEAST_TEXT = 256;

    /**
     * @param elementBytes of one element of a key
     * @throws IllegalArgumentException when the cache could not hold one page: says how much it needs
     */
    static EngineSizes of(EngineOptions options, ModelConfig model, int elementBytes) {
        return new EngineSizes(cache(options, model, elementBytes), encoderSlots(options, model.vision()));
    }

    /** How much one step may do; guesses are limited, because each is a row of logits. */
    static StepLimits limits(EngineOptions options) {
        int drafts = Math.max(LEAST_DRAFTS, DRAFTS_EACH * options.maxRunning());
        return new StepLimits(
                options.tokensPerStep(),
                options.tilesPerStep(),
                options.maxRunning(),
                options.speculate() ? Math.min(options.tokensPerStep(), drafts) : 0);
    }

    /**
     * Asked before anything is loaded.
     *
     * @throws IllegalArgumentException when the device can never hold model and cache: says what takes how much
     */
    void requireRoom(MemoryPlan plan, String model, Device device) {
        EnginePlan all = EnginePlan.of(this, plan, device);
        if (!all.fits()) {
            throw new IllegalArgumentException(model + " needs " + MemoryPlan.size(all.allBytes()) + " on "
                    + device.name() + ", which has " + MemoryPlan.size(all.capacityBytes()) + ": weights "
                    + MemoryPlan.size(plan.weights()) + ", kvCacheBytes " + MemoryPlan.size(all.cacheBytes())
                    + ", encoded tiles " + MemoryPlan.size(all.encodedBytes()) + ", one step "
                    + MemoryPlan.size(plan.largestStep())
                    + "; take a smaller model, or lower what the largest of them comes from");
        }
    }

    private static CacheShape cache(EngineOptions options, ModelConfig model, int elementBytes) {
        LanguageConfig language = model.language();
        long blockBytes = blocks(language, 1).blockBytes(elementBytes);
        long affordable = options.kvCacheBytes() / blockBytes;
        // More than all running requests at their longest would never be used.
        long usable = (long) options.maxRunning() * blocksFor(language.maxPositions());
        int page = pageTokens(model);
        if (affordable < blocksFor(page)) {
            throw new IllegalArgumentException("kvCacheBytes of " + options.kvCacheBytes() + " holds "
                    + affordable * BLOCK_TOKENS + " tokens of " + model.name() + ", one page may need " + page
                    + ": set kvCacheBytes to at least " + blocksFor(page) * blockBytes);
        }
        return blocks(language, (int) Math.min(Integer.MAX_VALUE / BLOCK_TOKENS, Math.min(affordable, usable)));
    }

    private static CacheShape blocks(LanguageConfig language, int blocks) {
        return new CacheShape(language.layers(), language.kvHeads(), language.headSide(), blocks, BLOCK_TOKENS);
    }

    /** Less is refused: a page of the model's own tiling must fit. */
    static long leastCacheBytes(ModelConfig model, int elementBytes) {
        return blocksFor(pageTokens(model)) * blocks(model.language(), 1).blockBytes(elementBytes);
    }

    private static long blocksFor(int tokens) {
        return (tokens + BLOCK_TOKENS - 1) / BLOCK_TOKENS;
    }

    /** The largest page that the model's own tiling makes, with a question and a short answer. */
    private static int pageTokens(ModelConfig model) {
        return Math.min(
                model.language().maxPositions(), Math.addExact(model.vision().mostTokens(), LEAST_TEXT));
    }

    /**
     * What the rows of one step can use up, and what the encoder can make for the next; at least the widest row of tiles,
     * which are given back together.
     */
    private static int encoderSlots(EngineOptions options, VisionConfig vision) {
        int usedByOneStep = (options.tokensPerStep() + vision.tokensPerTile() - 1) / vision.tokensPerTile();
        int least = Math.max(2 * options.tilesPerStep(), usedByOneStep + options.tilesPerStep());
        return Math.max(least, vision.tiling().mostViewsSideBySide());
    }
}
