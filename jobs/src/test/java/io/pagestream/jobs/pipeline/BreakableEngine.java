package io.pagestream.jobs.pipeline;

import io.pagestream.engine.EngineFailure;
import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.operators.reading.EngineSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Another engine, which fails once when it is told to, as a lost card would. */
record BreakableEngine(OcrEngine engine) implements OcrEngine {

    /** How many requests are still answered before one fails; never when it is not positive. */
    static final AtomicInteger UNTIL_FAILURE = new AtomicInteger();

    static final AtomicInteger FAILURES = new AtomicInteger();

    static EngineSource over(EngineSource engines) {
        return () -> new BreakableEngine(engines.lease());
    }

    @Override
    public CompletableFuture<Reading> submit(ReadingRequest request) {
        if (UNTIL_FAILURE.get() > 0 && UNTIL_FAILURE.decrementAndGet() == 0) {
            FAILURES.incrementAndGet();
            return CompletableFuture.failedFuture(new EngineFailure("the card was lost", null));
        }
        return engine.submit(request);
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
        engine.close();
    }
}
