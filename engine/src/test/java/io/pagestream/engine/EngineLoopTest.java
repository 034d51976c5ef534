package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.Trace;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Drives the loop by hand: one call is one step, and the clock stands still unless it is moved. */
class EngineLoopTest {

    private static final EngineOptions OPTIONS = FakeEngine.options("loop", 2, 4);

    private final AtomicLong clock = new AtomicLong();
    private final EngineCounters counters = new EngineCounters();
    private final Scheduler scheduler = FakeEngine.scheduler(OPTIONS);
    private final AnswerDesk desk = new AnswerDesk(new FakeModel(), Runnable::run, 6, counters);
    private final Intake intake = new Intake(new FakeModel(), FakeEngine.CACHE, true, true, 8, 8);
    private Function<StepPlan, StepResult> device = FakeEngine::repeatPrompt;
    private final EngineLoop loop = new EngineLoop(
            scheduler,
            new FakeEngine.Runner(plan -> device.apply(plan)),
            desk,
            counters,
            Duration.ofSeconds(60),
            clock::get);

    @Test
    void requestsAreAnsweredTogether() {
        CompletableFuture<Reading> first = offer(FakeEngine.ask("abc.", 10));
        CompletableFuture<Reading> second = offer(FakeEngine.ask("xyz", 2));

        workUntilIdle();

        assertThat(text(first).text()).isEqualTo("abc");
        assertThat(text(first).textWithSpecial()).isEqualTo("abc<end>");
        assertThat(text(first).tokens()).containsExactly('a', 'b', 'c', '.');
        assertThat(text(first).finish()).isEqualTo(Reading.Finish.STOP);
        assertThat(text(second).text()).isEqualTo("xy");
        assertThat(text(second).finish()).isEqualTo(Reading.Finish.LENGTH);
        assertThat(counters.steps.sum())
                .as("the second was answered on the way, and the last token of the first was guessed")
                .isEqualTo(3);
    }

    @Test
    void anAnswerWithoutEndHasAllItsTokens() {
        ReadingRequest request = FakeEngine.ask("ab.c", 4);
        CompletableFuture<Reading> endless =
                offer(request.withSampling(request.sampling().withoutEnd()));

        workUntilIdle();

        assertThat(text(endless).tokens()).containsExactly('a', 'b', '.', 'c');
        assertThat(text(endless).finish()).isEqualTo(Reading.Finish.LENGTH);
        assertThatThrownBy(() -> request.sampling().withoutEnd().with(new AnswerForm.Json("{}")))
                .hasMessageContaining("an endless answer has no stop tokens, no beams and no form");
    }

    @Test
    void anAnswerTellsHowSureItIsAndHowLongItTook() {
        device = plan -> {
            clock.addAndGet(1_000);
            return FakeEngine.repeatPrompt(plan);
        };
        CompletableFuture<Reading> future = offer(FakeEngine.ask("abc", 2));

        workUntilIdle();

        assertThat(text(future).took()).isEqualTo(Duration.ofNanos(2_000));
        assertThat(text(future).confidence()).isEqualTo(1);
        assertThat(text(future).promptTokens()).isEqualTo(3);
    }

    @Test
    void anAnswerTellsWhatItTookAndTheEngineWhatItDid() {
        device = plan -> {
            clock.addAndGet(100);
            return FakeEngine.repeatPrompt(plan);
        };
        CompletableFuture<Reading> first = offer(FakeEngine.askAboutTiles("ab", 3, FakeModel.TILE_SIDE));
        CompletableFuture<Reading> second = offer(FakeEngine.ask("c", 2));
        clock.addAndGet(7);
        loop.doWork(); // two of three tiles, and the prompt of the second
        clock.addAndGet(20);
        workUntilIdle();

        Trace trace = text(first).trace();
        assertThat(trace.started()).isEqualTo(Duration.ofNanos(7));
        assertThat(trace.firstTile()).isEqualTo(Duration.ofNanos(107));
        assertThat(trace.firstToken()).isEqualTo(Duration.ofNanos(227));
        assertThat(trace.lastToken()).isEqualTo(text(first).took());
        assertThat(trace.tiles()).isEqualTo(3);
        assertThat(trace.cachedTokens()).isZero();
        assertThat(trace.computedTokens())
                .isEqualTo(text(first).promptTokens() + text(first).tokens().length - 1);
        assertThat(trace.blocks()).isPositive();
        assertThat(trace.madeRoom()).isZero();
        EngineStats stats = counters.snapshot(loop.arrivals(), FakeEngine.BLOCKS, intake.formsSpent());
        assertThat(trace.device().plus(text(second).trace().device()).toNanos())
                .as("shares of the time of all steps, rounded down")
                .isBetween(stats.busyNanos() - 4 * stats.steps(), stats.busyNanos());
        assertThat(stats.starvedNanos())
                .as("between two steps, not before the first")
                .isEqualTo(20);
        assertThat(stats.batched()).isGreaterThanOrEqualTo(stats.steps());
        assertThat(stats.meanBatch()).isBetween(1.0, 2.0);
    }

    @Test
    void anIdleLoopComputesNothing() {
        assertThat(loop.doWork()).isZero();
        assertThat(counters.steps.sum()).isZero();
    }

    @Test
    void aCancelledRequestLeavesAtTheNextStep() {
        CompletableFuture<Reading> future = offer(FakeEngine.ask("abcdef", 6));
        loop.doWork();
        assertThat(scheduler.blocksInUse()).isPositive();

        future.cancel(true);

        assertThat(loop.doWork()).isZero();
        assertThat(scheduler.blocksInUse()).isZero();
        assertThat(counters.cancelled.sum()).isEqualTo(1);
        assertThat(counters.answered.sum()).isZero();
    }

    @Test
    void aRequestThatItsCallerCompletedLeavesToo() {
        CompletableFuture<Reading> future = offer(FakeEngine.ask("abcdef", 6));
        loop.doWork();

        future.complete(new Reading.Unreadable(Reading.Reason.TIMED_OUT, "the caller was in a hurry"));

        assertThat(loop.doWork()).isZero();
    }

    @Test
    void aRequestIsGivenUpWhenItsTimeIsOver() {
        CompletableFuture<Reading> running = offer(FakeEngine.ask("abcdef", 6));
        offer(FakeEngine.ask("abcdef", 6));
        CompletableFuture<Reading> waiting = offer(FakeEngine.ask("ghi", 6));
        loop.doWork();
        assertThat(running).isNotDone();

        clock.addAndGet(Duration.ofSeconds(60).toNanos());
        loop.doWork();

        assertThat(unreadable(running).reason()).isEqualTo(Reading.Reason.TIMED_OUT);
        assertThat(unreadable(running).detail()).contains("PT1M", "of 6 prompt tokens 6", "1 answer tokens");
        assertThat(unreadable(waiting).detail()).contains("of 3 prompt tokens 0", "0 answer tokens");
        assertThat(counters.refused.sum()).isEqualTo(3);
        assertThat(scheduler.blocksInUse()).isZero();
    }

    @Test
    void aFaultOfTheMachineFailsEverythingNowAndLater() {
        CompletableFuture<Reading> running = offer(FakeEngine.ask("abcdef", 6));
        CompletableFuture<Reading> other = offer(FakeEngine.ask("abcdef", 6));
        CompletableFuture<Reading> waiting = offer(FakeEngine.ask("abcdef", 6));
        OutOfMemoryError lost = new OutOfMemoryError("the card is gone");
        device = plan -> {
            throw lost;
        };

        loop.run();

        assertThat(loop.failure()).isPresent();
        assertFailedWith(running, lost);
        assertFailedWith(other, lost);
        assertFailedWith(waiting, lost);
        assertFailedWith(offer(FakeEngine.ask("abc", 1)), lost);
    }

    @Test
    void anAnswerThatIsNoNumberFailsAloneAndIsForgotten() {
        String page = "a page that fills a block and more";
        CompletableFuture<Reading> broken = offer(FakeEngine.ask(page + "x", 6));
        CompletableFuture<Reading> sound = offer(FakeEngine.ask("abcdef", 6));
        device = plan -> withNaN(FakeEngine.repeatPrompt(plan), plan, broken, 2);

        workUntilIdle();

        assertThat(unreadable(broken).reason()).isEqualTo(Reading.Reason.UNUSABLE);
        assertThat(unreadable(broken).detail()).contains("of 35 tokens", "NaN");
        assertThat(text(sound).text()).isEqualTo("abcdef");
        assertThat(loop.failure()).isEmpty();
        assertThat(scheduler.blocksInUse()).isZero();
        assertThat(counters.refused.sum()).isEqualTo(1);

        device = FakeEngine::repeatPrompt;
        CompletableFuture<Reading> again = offer(FakeEngine.ask(page + "y", 6));
        workUntilIdle();
        assertThat(text(again).text()).isEqualTo("a page");
        assertThat(text(again).trace().cachedTokens())
                .as("nothing is taken over from what broke")
                .isZero();
    }

    @Test
    void aWrongGuessThatIsNoNumberHarmsNobody() {
        CompletableFuture<Reading> future = offer(FakeEngine.ask("ababab.", 20));
        boolean[] guessed = {false};
        device = plan -> {
            StepResult result = FakeEngine.repeatPrompt(plan);
            if (result.tokens().length > 1) {
                guessed[0] = true;
                result.tokens()[0] = 'z'; // so all guesses are wrong
                for (int i = 1; i < result.tokens().length; i++) {
                    result.logProbabilities()[i] = Float.NaN;
                }
            }
            return result;
        };

        workUntilIdle();

        assertThat(guessed[0]).isTrue();
        assertThat(future.join()).isInstanceOf(Reading.Text.class);
    }

    /** From its token {@code from} on the answer with the longest prompt has probabilities that are no numbers. */
    private static StepResult withNaN(StepResult result, StepPlan plan, CompletableFuture<Reading> of, int from) {
        int at = 0;
        for (StepPlan.Rows rows : plan.answering()) {
            for (int i = 0; i < rows.choices(); i++, at++) {
                if (rows.sequence().promptTokens() > 30 && rows.strand().answer().length >= from && !of.isDone()) {
                    result.logProbabilities()[at] = Float.NaN;
                }
            }
        }
        return result;
    }

    @Test
    void aRunnerThatAnswersTheWrongNumberOfSequencesIsAFaultOfTheMachine() {
        CompletableFuture<Reading> future = offer(FakeEngine.ask("abc", 6));
        device = plan -> new StepResult(new int[0], new float[0], 0, 0);

        loop.run();

        assertThat(future).isCompletedExceptionally();
        assertThat(loop.failure().orElseThrow()).hasMessageContaining("was to choose 1 tokens, it chose 0");
    }

    @Test
    void closingCancelsWhatIsOpen() {
        CompletableFuture<Reading> running = offer(FakeEngine.ask("abcdef", 6));
        loop.doWork();
        CompletableFuture<Reading> arriving = offer(FakeEngine.ask("abcdef", 6));

        loop.close();
        loop.run();

        assertThat(running).isCancelled();
        assertThat(arriving).isCancelled();
        assertThat(offer(FakeEngine.ask("abc", 1))).as("too late").isCancelled();
        assertThat(scheduler.blocksInUse()).isZero();
        assertThat(loop.failure()).isEmpty();
    }

    @Test
    void everyRequestGivesItsPlaceBack() {
        for (int round = 0; round < 5; round++) {
            CompletableFuture<Reading> answered = offer(FakeEngine.ask("abc", 2));
            CompletableFuture<Reading> cancelled = offer(FakeEngine.ask("abc", 2));
            cancelled.cancel(false);
            workUntilIdle();
            assertThat(answered).isDone();
        }

        for (int place = 0; place < 6; place++) {
            assertThat(desk.tryEnter()).isTrue();
        }
        assertThat(desk.tryEnter()).isFalse();
    }

    @Test
    void whatWasDoneIsCounted() {
        offer(FakeEngine.askAboutTiles("ab", 3, FakeModel.TILE_SIDE));
        offer(FakeEngine.ask("c", 2));
        loop.doWork();

        EngineStats during = counters.snapshot(loop.arrivals(), FakeEngine.BLOCKS, intake.formsSpent());
        assertThat(during.running()).isEqualTo(2);
        assertThat(during.blocksInUse()).isPositive();
        workUntilIdle();

        EngineStats stats = counters.snapshot(loop.arrivals(), FakeEngine.BLOCKS, intake.formsSpent());
        assertThat(stats.tilesEncoded()).isEqualTo(3);
        assertThat(stats.promptTokens()).isEqualTo(3 + 3 * FakeModel.TOKENS_PER_TILE + 1);
        assertThat(stats.answerTokens()).isEqualTo(4 + 2);
        assertThat(stats.answered()).isEqualTo(2);
        assertThat(stats.encodeNanos()).isEqualTo(3 * stats.steps());
        assertThat(stats.stepNanos()).isEqualTo(5 * stats.steps());
        assertThat(stats.running() + stats.waiting() + stats.blocksInUse()).isZero();
    }

    private CompletableFuture<Reading> offer(ReadingRequest request) {
        assertThat(desk.tryEnter()).isTrue();
        CompletableFuture<Reading> future = new CompletableFuture<>();
        loop.offer(new Ticket(((Intake.Accepted) intake.admit(request)).sequence(), future, clock.get()));
        return future;
    }

    private void workUntilIdle() {
        while (loop.doWork() > 0) {
            assertThat(counters.steps.sum()).isLessThan(1000);
        }
    }

    private static Reading.Text text(CompletableFuture<Reading> future) {
        return (Reading.Text) future.join();
    }

    private static Reading.Unreadable unreadable(CompletableFuture<Reading> future) {
        return (Reading.Unreadable) future.join();
    }

    private static void assertFailedWith(CompletableFuture<Reading> future, Throwable cause) {
        assertThatThrownBy(future::join)
                .satisfies(error -> assertThat(EngineFailure.isBehind(error)).isTrue())
                .hasRootCause(cause);
    }
}
