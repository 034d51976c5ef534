package io.pagestream.engine;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.Device;
import io.pagestream.engine.schedule.StepLimits;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.plan.MemoryPlan;

/**
 * The memory that an engine takes of a device; known before anything is loaded.
 *
 * @param model what the model itself takes
 * @param cacheTokens for which there are keys and values
 * @param encodedTiles that are kept at the same time
 * @param capacityBytes what the device has; the largest long where nobody knows
 */
public record EnginePlan(MemoryPlan model, long cacheTokens, int encodedTiles, long capacityBytes) {

    /**
     * Reads the headers of the weights and no weight.
     *
     * @throws IllegalArgumentException when the cache could not hold one page
     * @throws io.pagestream.models.ModelFolderException when a tensor has another shape than the model's
     */
    public static EnginePlan of(EngineOptions options, ModelFolder folder, Device device) {
        EngineSizes sizes =
                EngineSizes.of(options, folder.config(), device.activations().bytes());
        StepLimits limits = EngineSizes.limits(options);
        MemoryPlan model =
                folder.plan(device.activations(), limits.tilesPerStep(), limits.tokensPerStep(), limits.mostLogits());
        return of(sizes, model, device);
    }

    static EnginePlan of(EngineSizes sizes, MemoryPlan model, Device device) {
        CacheShape cache = sizes.cache();
        return new EnginePlan(
                model, (long) cache.blocks() * cache.blockTokens(), sizes.encoderSlots(), device.capacityBytes());
    }

    public long cacheBytes() {
        return model.cachePerToken() * cacheTokens;
    }

    public long encodedBytes() {
        return model.encodedView() * encodedTiles;
    }

    public long allBytes() {
        return model.weights() + cacheBytes() + encodedBytes() + model.largestStep();
    }

    public boolean isCapacityKnown() {
        return capacityBytes < Long.MAX_VALUE;
    }

    /** Whether the device can ever hold it; what others have taken is not asked. */
    public boolean fits() {
        return allBytes() <= capacityBytes;
    }
}
