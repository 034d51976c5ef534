package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.tokenize.Tokenizers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A device that writes the same sentence for ever. */
class LoopWatchTest {

    private static final String SENTENCE = "The amount is due within thirty days of the date of this invoice.\n";

    private final Tokenizer tokenizer =
            Tokenizers.read(GoldenFixture.of("internvl25-qwen-tiny").folder());
    private final int[] sentence = tokenizer.encode(SENTENCE);
    private final EngineCounters counters = new EngineCounters();
    private final Scheduler scheduler = FakeEngine.scheduler(FakeEngine.options("loop", 2, 4));
    private final AnswerDesk desk = new AnswerDesk(new FakeModel(), Runnable::run, 500, counters);
    private final EngineLoop loop = new EngineLoop(
            scheduler, new FakeEngine.Runner(this::writeOn), desk, counters, Duration.ofSeconds(60), () -> 0);

    private StepResult writeOn(StepPlan plan) {
        int[] tokens = plan.answering().stream()
                .flatMapToInt(rows -> IntStream.range(0, rows.choices())
                        .map(guesses -> sentence[(rows.sequence().answer().length + guesses) % sentence.length]))
                .toArray();
        return new StepResult(tokens, new float[tokens.length], 1, 1);
    }

    @Test
    void anAnswerThatOnlyRepeatsItselfEndsBeforeItsLoop() {
        Reading.Text text = answer(SamplingRule.greedy(190).stoppingLoops());

        assertThat(text.finish()).isEqualTo(Reading.Finish.LOOPED);
        assertThat(tokenizer.decode(text.tokens())).as("a copy or two").isIn(SENTENCE, SENTENCE + SENTENCE);
        assertThat(text.logProbabilities()).hasSize(text.tokens().length);
        assertThat(counters.loopsCut.sum()).isEqualTo(1);
        assertThat(counters.loopTokens.sum()).isBetween(1L, sentence.length * 3L);
        assertThat(scheduler.running()).isZero();
        assertThat(scheduler.blocksInUse()).isZero();
    }

    @Test
    void nobodyReadsAlongWhereTheRequestDoesNotAskForIt() {
        Reading.Text text = answer(SamplingRule.greedy(190));

        assertThat(text.finish()).isEqualTo(Reading.Finish.LENGTH);
        assertThat(text.tokens()).hasSize(190);
        assertThat(counters.loopsCut.sum()).isZero();
    }

    /** Guesses write many copies in one step, and the last token that is allowed among them. */
    @Test
    void anAnswerThatIsGuessedEndsAtTheSameToken() {
        for (int most = 1; most <= 190; most++) {
            SamplingRule rule = SamplingRule.greedy(most).stoppingLoops();
            Reading.Text guessed = answer(rule, true);
            Reading.Text alone = answer(rule, false);

            assertThat(guessed.tokens()).as("at most %d tokens", most).isEqualTo(alone.tokens());
            assertThat(guessed.finish()).as("at most %d tokens", most).isEqualTo(alone.finish());
        }
        assertThat(scheduler.accepted()).isPositive();
        assertThat(scheduler.blocksInUse()).isZero();
    }

    private Reading.Text answer(SamplingRule rule) {
        return answer(rule, true);
    }

    private Reading.Text answer(SamplingRule rule, boolean speculating) {
        ReadingRequest request = new ReadingRequest(List.of(Turn.user("ab")), List.of(), rule);
        Intake intake = new Intake(new FakeModel(), FakeEngine.CACHE, true, speculating, 8, 8);
        CompletableFuture<Reading> future = new CompletableFuture<>();
        loop.offer(new Ticket(
                ((Intake.Accepted) intake.admit(request)).sequence(), future, 0, LoopWatch.of(rule, tokenizer)));
        long before = counters.steps.sum();
        while (loop.doWork() > 0) {
            assertThat(counters.steps.sum() - before).isLessThan(300);
        }
        return (Reading.Text) future.join();
    }
}
