package io.pagestream.operators.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.Reading.Finish;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Evidence;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
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
    void aQuestionWhoseAnswerCannotBeUsedDoesNotStopTheNext() throws Exception {
        try (var answer = opened()) {
            answer.processElement(asking("What?", "Who?"));
            engine.asked().get(0).answer().complete(FakeEngine.rated(Reading.Finish.STOP, "x", Double.NaN));
            engine.asked().get(1).answer("nobody");
            answer.endInput();

            List<Either<DeadLetter, QaResult>> outcomes = outcomes(answer);
            assertThat(outcomes.get(0).left().getReason()).isEqualTo(Reason.ANSWER_UNUSABLE);
            assertThat(outcomes.get(0).left().getQuestionId()).isEqualTo("q0");
            assertThat(outcomes.get(1).right().getAnswer()).isEqualTo("nobody");
        }
    }

    @Test
    void anAnswerThatIsLargerThanARecordBecomesADeadLetter() throws Exception {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.CLAIM_ABOVE, new MemorySize(1000));
        try (var answer = opened(config)) {
            answer.processElement(asking("What?", "Who?"));
            engine.asked().get(0).answer("no end ".repeat(200));
            engine.asked().get(1).answer("nobody");
            answer.endInput();

            List<Either<DeadLetter, QaResult>> outcomes = outcomes(answer);
            assertThat(outcomes.get(0).left().getReason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(outcomes.get(0).left().getDetail()).contains("a record may have 1000");
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

    @Test
    void anAnswerNamesItsPageAndWhatTheModelWasNotSureOf() throws Exception {
        try (var answer = opened()) {
            TiledPage page = asking("How much?").getValue();
            page.page().setAnswerSchema("{\"type\": \"object\"}");
            page.page().setTenant("press");
            answer.processElement(new StreamRecord<>(page, 0));
            engine.asked()
                    .get(0)
                    .answer()
                    .complete(FakeEngine.rated(Finish.STOP, "{\"sum\":", 0.1, "4", 0.9, "2", 0.2, "}", 0.1));
            answer.endInput();

            QaResult result = outcomes(answer).get(0).right();
            assertThat(result.getEvidence()).containsExactly(new Evidence(0, null, ""));
            assertThat(result.getDoubtful())
                    .extracting(span -> result.getAnswer().substring(span.getStart(), span.getEnd()))
                    .containsExactly("42");
            assertThat(result.getFields())
                    .extracting(field -> field.getPointer())
                    .containsExactly("/sum");
            assertThat(result.getTenant()).isEqualTo("press");
            assertThat(result.getCodeVersion()).isEqualTo(CodeVersion.get());
            assertThat(engine.asked().get(0).request().terms().tenant()).isEqualTo("press");
        }
    }

    @Test
    void whereAnAnswerStandsIsAskedWhenSomebodyWantsToKnow() throws Exception {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.EVIDENCE, true);
        try (var answer = opened(config)) {
            answer.processElement(asking("What?", "Who?"));
            engine.asked().get(0).answer("a letter");
            assertThat(engine.asked().get(1).words())
                    .isEqualTo("Please provide the bounding box coordinate of the region this sentence describes:"
                            + " <ref>a letter</ref>");
            engine.asked().get(1).answer("<ref>a letter</ref><box>[[0, 500, 1000, 1000]]</box>");
            engine.asked().get(2).answer("nobody");
            engine.asked().get(3).refuse(Reading.Reason.BUSY);
            answer.endInput();

            assertThat(engine.asked().get(1).request().images())
                    .isEqualTo(engine.asked().get(0).request().images());
            assertThat(outcomes(answer).get(0).right().getEvidence())
                    .containsExactly(new Evidence(0, new Box(0.0, 28.0, 56.0, 56.0), "a letter"));
            assertThat(outcomes(answer).get(0).right().getMilliseconds())
                    .as("of both requests")
                    .isEqualTo(24);
            assertThat(outcomes(answer).get(1).right().getAnswer()).isEqualTo("nobody");
            assertThat(outcomes(answer).get(1).right().getEvidence()).containsExactly(new Evidence(0, null, ""));
        }
    }

    @Test
    void onlyAShortAnswerIsLookedFor() {
        assertThat(AnswerEvidence.phrase(" 7 EUR ", false)).contains("7 EUR");
        assertThat(AnswerEvidence.phrase("see [5]", false)).contains("see [5]");
        assertThat(AnswerEvidence.phrase("{\"sum\": \"7 EUR\"}", true)).contains("7 EUR");
        assertThat(AnswerEvidence.phrase("{\"sum\": 7, \"tax\": 1}", true)).isEmpty();
        assertThat(AnswerEvidence.phrase("{\"sum\": null}", true)).isEmpty();
        assertThat(AnswerEvidence.phrase(" ", false)).isEmpty();
        assertThat(AnswerEvidence.phrase("a".repeat(201), false)).isEmpty();
    }

    @Test
    void aQuestionThatLoopsIsAskedAgainAndThenTheNext() throws Exception {
        try (var answer = opened()) {
            answer.processElement(asking("What?", "Who?"));
            engine.asked().get(0).breakOff("la la", Finish.LOOPED);
            engine.asked().get(1).answer("a letter");
            engine.asked().get(2).answer("nobody");
            answer.endInput();

            assertThat(engine.asked().get(1).words()).startsWith("What?");
            assertThat(outcomes(answer))
                    .extracting(outcome -> outcome.right().getAnswer())
                    .containsExactly("a letter", "nobody");
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
        return opened(Samples.configuration());
    }

    private static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, QaResult>> opened(
            Configuration config) throws Exception {
        var factory = new AsyncWaitOperatorFactory<>(
                new AnswerQuestions(FakeEngine.source(), PipelineOptions.from(config)),
                TIMEOUT_MILLIS,
                4,
                OutputMode.UNORDERED);
        var harness = new OneInputStreamOperatorTestHarness<>(factory, TiledPage.TYPE.createSerializer(null));
        harness.setup(AnswerQuestions.TYPE.createSerializer(
                harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }
}
