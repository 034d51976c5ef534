package io.pagestream.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The engines of a JVM, one for equal options, counted by their leases. Any thread: the monitor guards the books only and
 * is never held while a model is loaded or a future is completed.
 */
final class EngineRegistry {

    /** An engine and how many leases it has; {@code leases} is guarded by the registry's monitor. */
    private static final class Shared {

        private final SingleEngine engine;
        private int leases;
        private int generation; // grows with every lease, so that an old linger timer does not end a new use

        Shared(SingleEngine engine) {
            this.engine = engine;
        }
    }

    private final Function<EngineOptions, EngineParts> loader;
    private final Map<EngineOptions, Shared> engines = new HashMap<>();
    private final Map<EngineOptions, CompletableFuture<Void>> ending = new HashMap<>();
    private final ScheduledExecutorService lingering =
            Executors.newSingleThreadScheduledExecutor(work -> EngineThreads.daemon("pagestream-linger", work));

    EngineRegistry(Function<EngineOptions, EngineParts> loader) {
        this.loader = loader;
    }

    OcrEngine lease(EngineOptions options) {
        Shared shared = enter(options);
        boolean open = false;
        try {
            shared.engine.awaitOpen();
            open = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("interrupted while the model '" + options.modelFolder() + "' was loaded", e);
        } finally {
            if (!open) {
                leave(options, shared);
            }
        }
        return new EngineLease(shared.engine, () -> leave(options, shared));
    }

    private synchronized Shared enter(EngineOptions options) {
        Shared shared = engines.get(options);
        if (shared == null || shared.engine.isBroken()) {
            if (shared != null) {
                end(options, shared);
            }
            CompletableFuture<Void> predecessor = ending.getOrDefault(options, CompletableFuture.completedFuture(null));
            shared = new Shared(SingleEngine.start(options, loader, predecessor));
            engines.put(options, shared);
        }
        shared.leases++;
        shared.generation++;
        return shared;
    }

    private synchronized void leave(EngineOptions options, Shared shared) {
        shared.leases--;
        if (shared.leases > 0 || engines.get(options) != shared) {
            return;
        }
        int generation = shared.generation;
        if (options.linger().isZero() || shared.engine.isBroken()) {
            endUnused(options, shared, generation);
        } else {
            lingering.schedule(
                    () -> endUnused(options, shared, generation),
                    options.linger().toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void endUnused(EngineOptions options, Shared shared, int generation) {
        if (shared.generation == generation && engines.get(options) == shared) {
            end(options, shared);
        }
    }

    /** Its successor waits for the end, so that two never hold the device's memory at the same time. */
    private void end(EngineOptions options, Shared shared) {
        engines.remove(options, shared);
        CompletableFuture<Void> end = shared.engine.close();
        ending.put(options, end);
        end.thenRun(() -> forget(options, end));
    }

    private synchronized void forget(EngineOptions options, CompletableFuture<Void> end) {
        ending.remove(options, end);
    }
}
