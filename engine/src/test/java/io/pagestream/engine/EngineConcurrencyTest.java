package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers at once: every future is done in the end, each with its own answer, and the books balance. */
@Timeout(60)
class EngineConcurrencyTest {

    private static final int CALLERS = 8;
    private static final int REQUESTS = 250;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final EngineRegistry registry =
            new EngineRegistry(options -> FakeEngine.parts(options, FakeEngine.repeating(), closed::countDown));

    /** How many futures of one caller ended in each way. */
    private record Ends(int answered, int busy, int tooLong, int cancelled) {

        Ends plus(Ends other) {
            return new Ends(
                    answered + other.answered, busy + other.busy, tooLong + other.tooLong, cancelled + other.cancelled);
        }
    }

    @Test
    void manyCallersSubmitAndCancelAtOnce() throws Exception {
        EngineOptions options = FakeEngine.options("busy", 4, 12);
        OcrEngine observer = registry.lease(options);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<Callable<Ends>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Random random = new Random(caller);
            callers.add(() -> call(registry.lease(options), random));
        }

        Ends ends = new Ends(0, 0, 0, 0);
        for (Future<Ends> caller : threads.invokeAll(callers)) {
            ends = ends.plus(caller.get());
        }

        assertThat(ends.answered).isGreaterThan(CALLERS);
        assertThat(ends.tooLong).isPositive();
        assertThat(ends.answered + ends.busy + ends.tooLong + ends.cancelled).isEqualTo(CALLERS * REQUESTS);
        assertThat(text(observer.submit(FakeEngine.ask("still here", 5)))).isEqualTo("still");
        EngineStats stats = observer.stats();
        assertThat(stats.refused()).isEqualTo(ends.busy + ends.tooLong);
        assertThat(stats.answered() + stats.cancelled())
                .as("each leaves in one way, cancelled ones included")
                .isLessThanOrEqualTo(ends.answered + ends.cancelled + 1);
        assertThat(stats.answered()).isBetween((long) ends.answered, ends.answered + 1L);
        assertThat(stats.running() + stats.waiting() + stats.blocksInUse()).isZero();
        observer.close();
        closed.await();
        threads.shutdown();
    }

    private static Ends call(OcrEngine engine, Random random) {
        Ends ends = new Ends(0, 0, 0, 0);
        for (int i = 0; i < REQUESTS; i++) {
            String question = "q" + random.nextInt(1000) + "abcdefghijklmnopqrstuvwxyz".substring(random.nextInt(20));
            int answer = 1 + random.nextInt(question.length() - 1);
            ReadingRequest request =
                    random.nextInt(10) == 0 ? FakeEngine.ask("x".repeat(300), 1) : FakeEngine.ask(question, answer);
            CompletableFuture<Reading> future = engine.submit(request);
            if (random.nextInt(4) == 0) {
                future.cancel(true);
            }
            ends = ends.plus(endOf(future, question.substring(0, answer)));
        }
        engine.close();
        return ends;
    }

    private static Ends endOf(CompletableFuture<Reading> future, String expected) {
        Reading reading = future.handle((value, error) -> value).join();
        if (reading instanceof Reading.Text text) {
            assertThat(text.text()).isEqualTo(expected);
            return new Ends(1, 0, 0, 0);
        }
        if (reading instanceof Reading.Unreadable unreadable) {
            return unreadable.reason() == Reading.Reason.BUSY ? new Ends(0, 1, 0, 0) : new Ends(0, 0, 1, 0);
        }
        assertThat(future).isCancelled();
        return new Ends(0, 0, 0, 1);
    }

    private static String text(CompletableFuture<Reading> future) {
        return ((Reading.Text) future.join()).text();
    }
}
