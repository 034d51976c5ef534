package io.pagestream.engine;

import io.pagestream.compute.CacheShape;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.StepRunner;
import io.pagestream.models.LoadedModel;

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

    /** Gives everything back, the device last, whatever fails on the way. */
    void close() throws Exception {
        try (device;
                model;
                runner) {
            // closed in the opposite order
        }
    }
}
