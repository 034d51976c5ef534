package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.ModelConfig;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One lessee's door to a shared engine; remembers what is open through it. Any thread. */
final class EngineLease implements OcrEngine {

    private final SingleEngine engine;
    private final Runnable giveBack;
    private final Set<CompletableFuture<Reading>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param giveBack called once, when the lease is closed */
    EngineLease(SingleEngine engine, Runnable giveBack) {
        this.engine = engine;
        this.giveBack = giveBack;
    }

    @Override
    public CompletableFuture<Reading> submit(ReadingRequest request) {
        if (closed) {
            throw new IllegalStateException("this lease of an engine is closed");
        }
        CompletableFuture<Reading> future = engine.submit(request);
        open.add(future);
        future.whenComplete((reading, error) -> open.remove(future));
        if (closed) {
            future.cancel(false); // close() may have looked before the future was there
        }
        return future;
    }

    @Override
    public ModelConfig config() {
        return engine.config();
    }

    @Override
    public EngineStats stats() {
        return engine.stats();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        open.forEach(future -> future.cancel(false));
        giveBack.run();
    }
}
