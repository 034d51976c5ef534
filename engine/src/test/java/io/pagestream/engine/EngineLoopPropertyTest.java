package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.schedule.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrivals, cancellations and late answers in random order: everything that came goes home once, with its own answer. */
class EngineLoopPropertyTest {

    private static final EngineOptions OPTIONS = FakeEngine.options("random", 4, 8);
    private static final int PLACES = 12;

    private final AtomicLong clock = new AtomicLong();
    private final EngineCounters counters = new EngineCounters();
    private final Scheduler scheduler = FakeEngine.scheduler(OPTIONS);
    private final AnswerDesk desk = new AnswerDesk(new FakeModel(), Runnable::run, PLACES, counters);
    private final Intake intake = new Intake(new FakeModel(), FakeEngine.CACHE, true, true, 8, 8);
    private final EngineLoop loop =
            new EngineLoop(scheduler, FakeEngine.repeating(), desk, counters, Duration.ofNanos(25), clock::get);
    private final Map<CompletableFuture<Reading>, String> expected = new LinkedHashMap<>();
    private int busy;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everythingThatCameGoesHomeOnce(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 4000; step++) {
            if (random.nextInt(3) > 0) {
                offer(random);
            }
            if (random.nextInt(15) == 0) {
                cancelOne(random);
            }
            clock.addAndGet(random.nextInt(5));
            loop.doWork();
            assertThat(scheduler.running()).isLessThanOrEqualTo(OPTIONS.maxRunning());
        }
        while (loop.doWork() > 0) {
            clock.incrementAndGet();
        }

        assertThat(expected.keySet()).allMatch(CompletableFuture::isDone);
        long answered = expected.entrySet().stream()
                .filter(entry -> isAnswered(entry.getKey(), entry.getValue()))
                .count();
        assertThat(answered).isEqualTo(counters.answered.sum()).isGreaterThan(100);
        assertThat(counters.refused.sum()).as("late ones").isPositive();
        assertThat(counters.cancelled.sum()).isPositive();
        assertThat(answered + counters.refused.sum() + counters.cancelled.sum()).isEqualTo(expected.size());
        assertThat(busy).as("it was full at times").isPositive();
        assertThat(scheduler.blocksInUse()).isZero();
        for (int place = 0; place < PLACES; place++) {
            assertThat(desk.tryEnter()).as("place %s came back", place).isTrue();
        }
        assertThat(desk.tryEnter()).isFalse();
    }

    private void offer(Random random) {
        if (!desk.tryEnter()) {
            busy++;
            return;
        }
        boolean withTiles = random.nextBoolean();
        String question = "q" + random.nextInt(100_000);
        ReadingRequest request = withTiles
                ? FakeEngine.askAboutTiles(question, 1 + random.nextInt(6), FakeModel.TILE_SIDE)
                : FakeEngine.ask(question.repeat(1 + random.nextInt(10)), 2);
        CompletableFuture<Reading> future = new CompletableFuture<>();
        expected.put(future, question.substring(0, withTiles ? Math.min(4, question.length()) : 2));
        loop.offer(new Ticket(((Intake.Accepted) intake.admit(request)).sequence(), future, clock.get()));
    }

    private void cancelOne(Random random) {
        List<CompletableFuture<Reading>> open = new ArrayList<>(
                expected.keySet().stream().filter(future -> !future.isDone()).toList());
        if (!open.isEmpty()) {
            open.get(random.nextInt(open.size())).cancel(random.nextBoolean());
        }
    }

    private static boolean isAnswered(CompletableFuture<Reading> future, String answer) {
        if (future.isCancelled() || future.join() instanceof Reading.Unreadable) {
            return false;
        }
        assertThat(((Reading.Text) future.join()).text()).startsWith(answer);
        return true;
    }
}
