package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.schedule.StepRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, but nothing to compute: every wait is for an event, never for time. */
@Timeout(60)
class EngineRegistryTest {

    private final AtomicInteger loads = new AtomicInteger();
    private final Queue<CountDownLatch> closings = new ConcurrentLinkedQueue<>();
    private final Semaphore permits = new Semaphore(0);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private Supplier<StepRunner> runners = FakeEngine::repeating;
    private final EngineRegistry registry = new EngineRegistry(options -> {
        loads.incrementAndGet();
        CountDownLatch closed = new CountDownLatch(1);
        closings.add(closed);
        return FakeEngine.parts(options, runners.get(), closed::countDown);
    });

    @AfterEach
    void letEverybodyGo() {
        permits.release(1_000_000);
        callers.shutdownNow();
    }

    @Test
    void equalOptionsShareOneEngineHoweverManyAskAtOnce() throws Exception {
        List<Callable<OcrEngine>> lessees = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            lessees.add(() -> registry.lease(FakeEngine.options("shared", 2, 4)));
        }

        List<Future<OcrEngine>> leases = callers.invokeAll(lessees);

        for (Future<OcrEngine> lease : leases) {
            assertThat(text(lease.get().submit(FakeEngine.ask("abc", 2)))).isEqualTo("ab");
        }
        assertThat(loads).hasValue(1);
        registry.lease(FakeEngine.options("other", 2, 4)).close();
        assertThat(loads).hasValue(2);
    }

    @Test
    void theEngineIsClosedAfterItsLastLease() throws Exception {
        OcrEngine first = registry.lease(FakeEngine.options("counted", 2, 4));
        OcrEngine second = registry.lease(FakeEngine.options("counted", 2, 4));

        first.close();
        first.close();
        assertThat(text(second.submit(FakeEngine.ask("abc", 1)))).isEqualTo("a");
        second.close();

        closings.remove().await();
    }

    @Test
    void anEngineThatLingersIsLeasedAgain() {
        EngineOptions base = FakeEngine.options("lingering", 2, 4);
        EngineOptions options = new EngineOptions(
                base.modelFolder(),
                base.device(),
                base.kvCacheBytes(),
                base.tokensPerStep(),
                base.tilesPerStep(),
                base.sharePrompts(),
                base.maxRunning(),
                base.maxWaiting(),
                base.answerWithin(),
                Duration.ofHours(1));

        registry.lease(options).close();
        registry.lease(options).close();

        assertThat(loads).hasValue(1);
    }

    @Test
    void aNewEngineWaitsUntilItsPredecessorGaveItsMemoryBack() throws Exception {
        CountDownLatch inItsStep = new CountDownLatch(1);
        runners = () -> new FakeEngine.Runner(plan -> {
            inItsStep.countDown();
            permits.acquireUninterruptibly();
            return FakeEngine.repeatPrompt(plan);
        });
        OcrEngine first = registry.lease(FakeEngine.options("successor", 2, 4));
        CompletableFuture<Reading> open = first.submit(FakeEngine.ask("abc", 1));
        inItsStep.await();
        first.close();
        assertThat(open).isCancelled();

        Future<OcrEngine> second = callers.submit(() -> registry.lease(FakeEngine.options("successor", 2, 4)));
        assertThat(loads).hasValue(1);
        permits.release(1_000_000);

        assertThat(text(second.get().submit(FakeEngine.ask("abc", 1)))).isEqualTo("a");
        assertThat(closings.remove().getCount())
                .as("closed before the second was loaded")
                .isZero();
    }

    @Test
    void closingALeaseCancelsOnlyWhatIsOpenThroughIt() {
        runners = () -> FakeEngine.repeatingWith(permits);
        OcrEngine leaving = registry.lease(FakeEngine.options("two jobs", 2, 4));
        OcrEngine staying = registry.lease(FakeEngine.options("two jobs", 2, 4));
        CompletableFuture<Reading> cancelled = leaving.submit(FakeEngine.ask("abc", 2));
        CompletableFuture<Reading> answered = staying.submit(FakeEngine.ask("xyz", 2));

        leaving.close();
        assertThat(cancelled).isCancelled();
        permits.release(100);

        assertThat(text(answered)).isEqualTo("xy");
        assertThatThrownBy(() -> leaving.submit(FakeEngine.ask("abc", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lease");
    }

    @Test
    void whoCannotBeTakenIsTurnedAwayAtOnce() {
        runners = () -> FakeEngine.repeatingWith(permits);
        OcrEngine engine = registry.lease(FakeEngine.options("full", 1, 1));
        CompletableFuture<Reading> running = engine.submit(FakeEngine.ask("abc", 2));
        CompletableFuture<Reading> waiting = engine.submit(FakeEngine.ask("xyz", 2));

        CompletableFuture<Reading> third = engine.submit(FakeEngine.ask("third", 2));

        assertThat(third).isDone();
        assertThat(((Reading.Unreadable) third.join()).reason()).isEqualTo(Reading.Reason.BUSY);
        permits.release(100);
        assertThat(text(running)).isEqualTo("ab");
        assertThat(text(waiting)).isEqualTo("xy");
        assertThat(engine.stats().refused()).isEqualTo(1);
        engine.close();
    }

    @Test
    void aRefusedRequestTakesNoPlace() {
        OcrEngine engine = registry.lease(FakeEngine.options("refusing", 1, 1));

        for (int i = 0; i < 10; i++) {
            Reading reading = engine.submit(FakeEngine.ask("no!", 2)).join();
            assertThat(((Reading.Unreadable) reading).reason()).isEqualTo(Reading.Reason.INVALID_REQUEST);
        }

        assertThat(text(engine.submit(FakeEngine.ask("abc", 2)))).isEqualTo("ab");
        engine.close();
    }

    @Test
    void aFailedEngineRefusesEverythingAndIsReplacedAtTheNextLease() throws Exception {
        runners = () -> new FakeEngine.Runner(plan -> {
            throw new IllegalStateException("the card is gone");
        });
        OcrEngine failing = registry.lease(FakeEngine.options("failing", 2, 4));
        Throwable first = catchThrowable(failing.submit(FakeEngine.ask("abc", 2))::join);
        Throwable later = catchThrowable(failing.submit(FakeEngine.ask("abc", 2))::join);
        runners = FakeEngine::repeating;

        OcrEngine fresh = registry.lease(FakeEngine.options("failing", 2, 4));

        assertThat(EngineFailure.isBehind(first)).isTrue();
        assertThat(later).hasRootCauseMessage("the card is gone");
        assertThat(text(fresh.submit(FakeEngine.ask("abc", 2)))).isEqualTo("ab");
        closings.remove().await();
        failing.close();
        assertThat(text(fresh.submit(FakeEngine.ask("abc", 2)))).as("untouched").isEqualTo("ab");
        fresh.close();
    }

    @Test
    void everyLesseeHearsWhyAModelCannotBeLoadedAndMayTryAgain() throws Exception {
        Semaphore asked = new Semaphore(0);
        AtomicInteger attempts = new AtomicInteger();
        EngineRegistry unlucky = new EngineRegistry(options -> {
            if (attempts.incrementAndGet() == 1) {
                asked.acquireUninterruptibly();
                throw new IllegalArgumentException("there is no config.json");
            }
            return FakeEngine.parts(options, FakeEngine.repeating(), () -> {});
        });
        EngineOptions options = FakeEngine.options("missing", 2, 4);
        List<Future<Throwable>> lessees = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            lessees.add(callers.submit(() -> {
                started.countDown();
                return catchThrowable(() -> unlucky.lease(options));
            }));
        }
        started.await();
        asked.release(4);

        boolean told = false;
        for (Future<Throwable> lessee : lessees) {
            if (lessee.get() != null) { // one that came late may have found the second attempt
                assertThat(lessee.get())
                        .isInstanceOf(EngineFailure.class)
                        .hasMessage("no engine for model 'missing' on device 'fake': there is no config.json");
                told = true;
            }
        }
        assertThat(told).isTrue();
        assertThat(text(unlucky.lease(options).submit(FakeEngine.ask("abc", 2))))
                .isEqualTo("ab");
    }

    @Test
    void anEngineHoldsNothingOfTheThreadThatAskedForIt() throws Exception {
        CompletableFuture<Thread> engineThread = new CompletableFuture<>();
        runners = () -> new FakeEngine.Runner(plan -> {
            engineThread.complete(Thread.currentThread());
            return FakeEngine.repeatPrompt(plan);
        });
        ClassLoader jobs = new ClassLoader(getClass().getClassLoader()) {};
        OcrEngine engine = callers.submit(() -> {
                    Thread.currentThread().setContextClassLoader(jobs);
                    return registry.lease(FakeEngine.options("threads", 2, 4));
                })
                .get();
        CompletableFuture<Thread> completionThread = new CompletableFuture<>();

        engine.submit(FakeEngine.ask("abc", 50))
                .thenRun(() -> completionThread.complete(Thread.currentThread()))
                .get();

        assertThat(engineThread.get().getName()).isEqualTo("pagestream-engine");
        assertThat(engineThread.get().isDaemon()).isTrue();
        assertThat(engineThread.get().getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
        assertThat(completionThread.get()).isNotSameAs(engineThread.get());
        engine.close();
    }

    private static String text(CompletableFuture<Reading> future) {
        return ((Reading.Text) future.join()).text();
    }
}
