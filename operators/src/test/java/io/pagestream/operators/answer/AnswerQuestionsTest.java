package io.pagestream.operators.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class AnswerQuestionsTest {

    private static final long TIMEOUT_MILLIS = 60_000;

    private FakeEngine engine;

    @BeforeEach
    void freshEngine() {
        engine = FakeEngine.fresh();
    }

    @Test
    void questionsAreAskedOneAfterTheOtherAboutTheSameTiles() throws Exception {
        try (var answer = opened()) {
            answer.processElement(asking("What?", "Who?"));
            assertThat(engine.asked()).hasSize(1);

            engine.asked().get(0).answer("a letter");
            assertThat(engine.asked()).hasSize(2);
            engine.asked().get(1).answer("nobody");
            answer.endInput();

            assertThat(engine.asked())
                    .extracting(FakeEngine.Asked::words)
                    .containsExactly(
                            "What? Answer the question using a single word or phrase.",
                            "Who? Answer the question using a single word or phrase.");
            assertThat(engine.asked().get(1).request().images())
                    .isEqualTo(engine.asked().get(0).request().images());
            assertThat(outcomes(answer))
                    .extracting(outcome -> outcome.right().getQuestionId() + " "
                            + outcome.right().getAnswer())
                    .containsExactly("q0 a letter", "q1 nobody");
            assertThat(outcomes(answer).get(0).right().getPromptVersion()).startsWith("ask/internvl/");
        }
    }

    @Test
    void aQuestionThatFailsDoesNotStopTheNext() throws Exception {
        try (var answer = opened()) {
            answer.processElement(asking("What?", "Who?"));
            engine.asked().get(0).answer().complete(new Reading.Unreadable(Reading.Reason.BUSY, "full"));
            engine.asked().get(1).answer("nobody");
            answer.endInput();

            List<Either<DeadLetter, QaResult>> outcomes = outcomes(answer);
            DeadLetter letter = outcomes.get(0).left();
            assertThat(letter.getStage()).isEqualTo(Stage.ANSWER);
            assertThat(letter.getReason()).isEqualTo(Reason.ENGINE_BUSY);
            assertThat(letter.getQuestionId()).isEqualTo("q0");
            assertThat(outcomes.get(1).right().getAnswer()).isEqualTo("nobody");
        }
    }

    @Test
    void whatWasAnsweredBeforeTheTimeOutIsKept() throws Exception {
        try (var answer = opened()) {
            answer.setProcessingTime(0);
            answer.processElement(asking("What?", "Who?", "Where?"));
            engine.asked().get(0).answer("a letter");

            answer.setProcessingTime(TIMEOUT_MILLIS);
            answer.endInput();

            List<Either<DeadLetter, QaResult>> outcomes = outcomes(answer);
            assertThat(outcomes.get(0).right().getAnswer()).isEqualTo("a letter");
            assertThat(outcomes.subList(1, 3))
                    .allMatch(Either::isLeft)
                    .allSatisfy(
                            outcome -> assertThat(outcome.left().getReason()).isEqualTo(Reason.TIMED_OUT));
            assertThat(engine.asked().get(1).answer()).isCancelled();
            assertThat(engine.asked()).hasSize(2);
        }
    }

    private static List<Either<DeadLetter, QaResult>> outcomes(
            OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, QaResult>> from) {
        return new ArrayList<>(from.extractOutputValues());
    }

    private static StreamRecord<TiledPage> asking(String... questions) throws Exception {
        Page page = Samples.page("exact_56.png", "ask", questions);
        try (PageTiler tiler = Samples.tiler(Samples.options())) {
            return new StreamRecord<>(tiler.tile(page), 0);
        }
    }

    private static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, QaResult>> opened()
            throws Exception {
        var factory = new AsyncWaitOperatorFactory<>(
                new AnswerQuestions(FakeEngine.source(), Samples.options()), TIMEOUT_MILLIS, 4, OutputMode.UNORDERED);
        var harness = new OneInputStreamOperatorTestHarness<>(factory, TiledPage.TYPE.createSerializer(null));
        harness.setup(AnswerQuestions.TYPE.createSerializer(
                harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }
}
