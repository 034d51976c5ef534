package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.ModelConfig;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model on one device with the thread that owns both: loads it, works, gives it back. All methods may be called from
 * any thread.
 */
final class SingleEngine {

    private static final Logger LOG = LoggerFactory.getLogger(SingleEngine.class);

    /** What there is after loading; all of it may be used from any thread. */
    private record Open(EngineLoop loop, Intake intake, AnswerDesk desk, ModelConfig config, int blocks) {}

    private final EngineOptions options;
    private final Function<EngineOptions, EngineParts> loader;
    private final EngineCounters counters = new EngineCounters();
    private final CompletableFuture<Open> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private SingleEngine(EngineOptions options, Function<EngineOptions, EngineParts> loader) {
        this.options = options;
        this.loader = loader;
    }

    /**
     * Starts the thread, which starts to load.
     *
     * @param after what must have ended before: the memory of a predecessor on the same device
     */
    static SingleEngine start(
            EngineOptions options, Function<EngineOptions, EngineParts> loader, CompletableFuture<Void> after) {
        SingleEngine engine = new SingleEngine(options, loader);
        EngineThreads.daemon("pagestream-engine", () -> engine.live(after)).start();
        return engine;
    }

    private void live(CompletableFuture<Void> after) {
        try {
            after.join();
            work(loader.apply(options));
        } catch (Throwable t) { // reported to everybody who waits for this engine, and by them to their callers
            opened.completeExceptionally(t);
        } finally {
            ended.complete(null);
        }
    }

    private void work(EngineParts parts) {
        AnswerDesk desk = new AnswerDesk(
                parts.model().tokenizer(), completion(), options.maxRunning() + options.maxWaiting(), counters);
        EngineLoop loop = new EngineLoop(
                parts.scheduler(), parts.runner(), desk, counters, options.answerWithin(), System::nanoTime);
        long cacheTokens = (long) parts.cache().blocks() * parts.cache().blockTokens();
        ModelConfig config = parts.model().config();
        LOG.info("{} is loaded on {}; its cache holds {} tokens", config.name(), options.device(), cacheTokens);
        opened.complete(new Open(
                loop,
                new Intake(
                        parts.model(),
                        parts.cache(),
                        options.sharePrompts(),
                        options.speculate(),
                        options.maxRunning(),
                        parts.scheduler().largestGroup()),
                desk,
                config,
                parts.cache().blocks()));
        loop.run();
        loop.failure().ifPresent(failure -> LOG.error("{} on {} has failed", config.name(), options.device(), failure));
        try {
            parts.close();
        } catch (Exception e) {
            LOG.error("the memory of {} on {} could not be given back", config.name(), options.device(), e);
        }
    }

    /** One thread for futures. It ends by itself when there is nothing to do, so nobody has to shut it down. */
    private static ThreadPoolExecutor completion() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> EngineThreads.daemon("pagestream-completion", work));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /**
     * Waits until the model is loaded.
     *
     * @throws EngineFailure when it could not be loaded
     * @throws InterruptedException when the waiting thread was interrupted; loading goes on
     */
    void awaitOpen() throws InterruptedException {
        try {
            opened.get();
        } catch (java.util.concurrent.ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : e.getCause();
            throw new EngineFailure(
                    "no engine for model '" + options.modelFolder() + "' on device '" + options.device() + "': "
                            + (cause.getMessage() == null ? cause : cause.getMessage()),
                    cause);
        }
    }

    /** Whether a new one is needed: it could not be loaded, or it has failed. */
    boolean isBroken() {
        return opened.isCompletedExceptionally() || failure().isPresent();
    }

    private Optional<EngineFailure> failure() {
        return isOpen() ? open().loop().failure() : Optional.empty();
    }

    private boolean isOpen() {
        return opened.isDone() && !opened.isCompletedExceptionally();
    }

    private Open open() {
        return opened.join();
    }

    CompletableFuture<Reading> submit(ReadingRequest request) {
        Optional<EngineFailure> failure = failure();
        if (failure.isPresent()) {
            return CompletableFuture.failedFuture(failure.get());
        }
        if (!open().desk().tryEnter()) {
            return refuse(new Reading.Unreadable(
                    Reading.Reason.BUSY,
                    "the engine answers at most " + options.maxRunning() + " requests while " + options.maxWaiting()
                            + " wait: send fewer at once, or raise maxWaiting"));
        }
        CompletableFuture<Reading> future = new CompletableFuture<>();
        boolean offered = false;
        try {
            Intake.Admission admission = open().intake().admit(request);
            if (admission instanceof Intake.Refused refused) {
                return refuse(refused.reading());
            }
            Ticket ticket = new Ticket(
                    ((Intake.Accepted) admission).sequence(),
                    future,
                    System.nanoTime(),
                    LoopWatch.of(request.sampling(), open().intake().tokenizer()));
            offered = true;
            open().loop().offer(ticket);
            return future;
        } finally {
            if (!offered) {
                open().desk().leave();
            }
        }
    }

    private CompletableFuture<Reading> refuse(Reading.Unreadable reading) {
        counters.refused.increment();
        return CompletableFuture.completedFuture(reading);
    }

    ModelConfig config() {
        return open().config();
    }

    EngineStats stats() {
        return counters.snapshot(
                open().loop().arrivals(), open().blocks(), open().intake().formsSpent());
    }

    /** Ends the engine after its current step, or as soon as it is loaded; returns at once. */
    CompletableFuture<Void> close() {
        opened.thenAccept(open -> open.loop().close());
        return ended;
    }
}
