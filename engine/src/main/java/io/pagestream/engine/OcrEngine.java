package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.ModelConfig;
import java.util.concurrent.CompletableFuture;

/** Answers requests, many at a time, on one device. All methods may be called from any thread. */
public interface OcrEngine extends AutoCloseable {

    /**
     * Offers a request; never blocks. The future completes on the engine's completion thread: continue elsewhere if it
     * takes long. Cancelling it takes the request out of the engine at the next step. It fails with an {@link
     * EngineFailure} when the engine itself cannot be trusted any more, and only then.
     */
    CompletableFuture<Reading> submit(ReadingRequest request);

    /** Of the loaded model. */
    ModelConfig config();

    EngineStats stats();

    /** Ends the engine, or the lease on a shared one; what is still open through it is cancelled. */
    @Override
    void close();
}
