package io.pagestream.engine;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.run.ModelRunner;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.StepLimits;
import io.pagestream.engine.schedule.StepRunner;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.ModelLoader;
import io.pagestream.models.plan.MemoryPlan;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine consists of once its model is loaded. Made, used and closed on the engine thread; configuration,
 * tokenizer and prompts of the model may be used from any.
 *
 * @param model what is computed
 * @param scheduler who computes how much
 * @param runner computes it
 * @param cache the size of the cache that scheduler and runner agree on
 * @param device closed last
 */
record EngineParts(LoadedModel model, Scheduler scheduler, StepRunner runner, CacheShape cache, AutoCloseable device) {

    private static final Logger LOG = LoggerFactory.getLogger(EngineParts.class);

    /** Opens the device and loads the model; gives everything back when that fails half-way. */
    static EngineParts load(EngineOptions options) {
        Device device = Devices.open(options.device());
        try {
            return load(options, device);
        } catch (Throwable t) {
            device.close(); // gives back what was allocated on it as well
            throw t;
        }
    }

    static EngineParts load(EngineOptions options, Device device) {
        ModelFolder folder = folder(options);
        EngineSizes sizes =
                EngineSizes.of(options, folder.config(), device.activations().bytes());
        StepLimits limits = EngineSizes.limits(options);
        MemoryPlan plan =
                folder.plan(device.activations(), limits.tilesPerStep(), limits.tokensPerStep(), limits.mostLogits());
        LOG.info("{} takes {}", folder.config().name(), plan);
        sizes.requireRoom(plan, folder.config().name(), device);
        LoadedModel model = ModelLoader.load(folder, device);
        CacheShape cache = sizes.cache();
        Scheduler scheduler = new Scheduler(
                limits, new BlockPool(cache.blocks(), cache.blockTokens()), new EncoderSlots(sizes.encoderSlots()));
        StepRunner runner = new ModelRunner(model, device, cache, sizes.encoderSlots());
        return new EngineParts(model, scheduler, runner, cache, device);
    }

    private static ModelFolder folder(EngineOptions options) {
        return options.modelFolder().equals(EngineOptions.EMBEDDED)
                ? ModelFolder.embedded()
                : ModelFolder.of(Path.of(options.modelFolder()));
    }

    /** Gives everything back, the device last, whatever fails on the way. */
    void close() throws Exception {
        try (device;
                model;
                runner) {
            // closed in the opposite order
        }
    }
}
