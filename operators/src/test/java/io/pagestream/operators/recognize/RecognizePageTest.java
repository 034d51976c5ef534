package io.pagestream.operators.recognize;

import static io.pagestream.operators.recognize.Recognising.CAPACITY;
import static io.pagestream.operators.recognize.Recognising.PAGE_TIMEOUT;
import static io.pagestream.operators.recognize.Recognising.harness;
import static io.pagestream.operators.recognize.Recognising.opened;
import static io.pagestream.operators.recognize.Recognising.record;
import static io.pagestream.operators.recognize.Recognising.tiled;
import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.EngineFailure;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.Reading;
import io.pagestream.imaging.text.Signs;
import io.pagestream.imaging.text.TextLayer;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
@Timeout(240)
class RecognizePageTest {

    private FakeEngine engine;

    @BeforeEach
    void freshEngine() {
        engine = FakeEngine.fresh();
    }

    @Test
    void theAnswerOfTheEngineBecomesTheTextOfThePage() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_112x56.png")));
            assertThat(engine.asked())
                    .singleElement()
                    .satisfies(asked -> assertThat(asked.words())
                            .startsWith("Read all text on this page in reading order and write it as Markdown."));
            engine.asked().get(0).answer("# Title");

            recognise.endInput();

            PageText text = recognise.extractOutputValues().get(0).right();
            assertThat(text.getText()).isEqualTo("# Title");
            assertThat(text.getFinishReason()).isEqualTo(FinishReason.STOP);
            assertThat(List.of(text.getColumns(), text.getRows(), text.getWidth(), text.getHeight()))
                    .containsExactly(2, 1, 112, 56);
            assertThat(text.getModel()).isEqualTo("fake");
            assertThat(text.getPromptVersion()).matches("read/internvl/[0-9a-f]{12}");
            assertThat(text.getRendererVersion()).isNotEmpty();
            assertThat(text.getTokens()).isEqualTo(3);
        }
        assertThat(engine.openLeases()).as("the lease is given back").isZero();
    }

    @Test
    void theAnswerToALayoutBecomesBlocksWithBoxesInPixelsOfThePage() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_112x56.png", "layout")));
            engine.asked()
                    .get(0)
                    .answer("<ref>Invoice</ref><box>[[0, 0, 500, 250]]</box>\n<ref>Total 7</ref><box>[[500, 1000, 250,"
                            + " 500]]</box>");

            recognise.endInput();

            PageText text = recognise.extractOutputValues().get(0).right();
            assertThat(text.getText()).isEqualTo("Invoice\n\nTotal 7");
            assertThat(text.getBlocks())
                    .extracting(block -> block.getText() + " " + block.getBox())
                    .containsExactly(
                            "Invoice " + new Box(0.0, 0.0, 56.0, 14.0), "Total 7 " + new Box(28.0, 28.0, 56.0, 56.0));
            assertThat(text.getPromptVersion()).startsWith("layout/internvl/");
        }
    }

    @Test
    void anAnswerWithoutBoxesStaysTheTextOfALayout() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_112x56.png", "layout")));
            engine.asked().get(0).answer("I see no boxes [1, 2].");

            recognise.endInput();

            PageText text = recognise.extractOutputValues().get(0).right();
            assertThat(text.getText()).isEqualTo("I see no boxes [1, 2].");
            assertThat(text.getBlocks()).isEmpty();
        }
    }

    @Test
    void namedValuesAreAskedForAsJsonWithExactlyTheseNames() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_112x56.png", "fields", "Total", "say \"when\"", "Total")));

            FakeEngine.Asked asked = engine.asked().get(0);
            assertThat(asked.words()).startsWith("Find these values on the page: Total, say \"when\". ");
            assertThat(asked.request().sampling().form())
                    .contains(new AnswerForm.Json("{\"type\":\"object\",\"properties\":{"
                            + "\"Total\":{\"type\":[\"string\",\"null\"]},"
                            + "\"say \\\"when\\\"\":{\"type\":[\"string\",\"null\"]}},"
                            + "\"required\":[\"Total\",\"say \\\"when\\\"\"],\"additionalProperties\":false}"));
            asked.answer("{\"Total\":\"7\",\"say \\\"when\\\"\":null}");
            recognise.endInput();
            assertThat(recognise.extractOutputValues().get(0).right().getText()).startsWith("{\"Total\":\"7\"");
        }
    }

    /** As after a restore with another model: the page was cut for a model that knew the task. */
    @Test
    void aTaskThatTheModelWasNotMadeForIsADeadLetter() throws Exception {
        TiledPage page = tiled("exact_56.png");
        page.page().setTask("web-page");
        try (var recognise = opened()) {
            recognise.processElement(record(page));

            recognise.endInput();

            assertThatOneFailed(recognise, Reason.INVALID_REQUEST);
            assertThat(engine.asked()).isEmpty();
            assertThat(recognise.extractOutputValues().get(0).left().getDetail())
                    .contains("fake was not made for the task web-page");
        }
    }

    /** Were it to fail the task, the job would restart with the same page for ever. */
    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void whateverABrokenModelAnswersBecomesADeadLetterAndTheNextPageIsRead(Reading broken) throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_56.png")));
            engine.asked().get(0).answer().complete(broken);
            recognise.processElement(record(tiled("exact_112x56.png")));
            engine.asked().get(1).answer("# Title");

            recognise.endInput();

            List<Either<DeadLetter, PageText>> outcomes = recognise.extractOutputValues();
            assertThat(outcomes.get(0).left().getReason()).isEqualTo(Reason.ANSWER_UNUSABLE);
            assertThat(outcomes.get(0).left().getDetail()).startsWith("the model's answer cannot be used: ");
            assertThat(outcomes.get(1).right().getFailure()).isEqualTo("ANSWER_UNUSABLE");
            assertThat(outcomes.get(2).right().getText()).isEqualTo("# Title");
        }
    }

    static Stream<Reading> brokenAnswers() {
        return Stream.of(
                broken(Float.NaN, 0.5, 1),
                broken(0, Double.NaN, 1),
                broken(0, 0.5, 2),
                new Reading.Weights(new float[] {0}, 7),
                null);
    }

    private static Reading broken(float logProbability, double confidence, int probabilities) {
        float[] logs = new float[probabilities];
        Arrays.fill(logs, logProbability);
        return new Reading.Text(
                "x", "x", new int[1], List.of("x"), logs, Reading.Finish.STOP, confidence, 70, Duration.ofMillis(12));
    }

    @Test
    void aPageWhoseAnswerCannotBeUsedCountsAsFailedAndNotAsDone() throws Exception {
        Map<String, Metric> metrics = new ConcurrentHashMap<>();
        try (var recognise = harness(Recognising.configuration(), metrics)) {
            recognise.open();
            recognise.processElement(record(tiled("exact_56.png", "layout")));
            Reading.Text withoutBoxes = new Reading.Text(
                    "x", null, new int[1], List.of("x"), new float[1], Reading.Finish.STOP, 0.5, 70, Duration.ZERO);
            engine.asked().get(0).answer().complete(withoutBoxes);

            recognise.endInput();

            assertThatOneFailed(recognise, Reason.ANSWER_UNUSABLE);
            assertThat(count(metrics, "pagesDone")).isZero();
            assertThat(count(metrics, "pagesFailed")).isEqualTo(1);
        }
    }

    private static long count(Map<String, Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith("pagestream." + name))
                .mapToLong(metric -> ((Counter) metric.getValue()).getCount())
                .sum();
    }

    @Test
    void aRetryThatCannotBeUsedLeavesWhatWasReadBefore() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_56.png")));
            engine.asked().get(0).breakOff("la la la", Reading.Finish.LOOPED);
            engine.await(2).answer().complete(broken(Float.NaN, 0.5, 1));

            recognise.endInput();

            assertThat(recognise.extractOutputValues().get(0).right().getText()).isEqualTo("la la la");
        }
    }

    @Test
    void whatTheDocumentSaysOfThePageIsWhatTheAnswerMayRepeat() throws Exception {
        TextLayer sheet = new TextLayer(595, 842, 112, 56, List.of(), new Signs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true));
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_112x56.png").carrying(sheet, "Dear Sir")));
            recognise.processElement(record(tiled("exact_56.png")));

            assertThat(engine.asked().get(0).request().reference()).contains("Dear Sir");
            assertThat(engine.asked().get(1).request().reference()).isEmpty();

            engine.asked().forEach(asked -> asked.answer("Dear Madam"));
            recognise.endInput();
            PageText text = recognise.extractOutputValues().get(0).right();
            assertThat(text.getText()).isEqualTo("Dear Madam");
            assertThat(text.getPointsWidth()).isEqualTo(595);
            assertThat(text.getPointsHeight()).isEqualTo(842);
        }
    }

    @Test
    void anUnreadablePageIsADeadLetterAndKeepsItsPlace() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_56.png")));
            engine.asked().get(0).answer().complete(new Reading.Unreadable(Reading.Reason.PROMPT_TOO_LONG, "too long"));

            recognise.endInput();

            assertThatOneFailed(recognise, Reason.PROMPT_TOO_LONG);
        }
    }

    @Test
    void aPageThatTakesTooLongIsADeadLetterAndIsTakenBackFromTheEngine() throws Exception {
        try (var recognise = opened()) {
            recognise.setProcessingTime(0);
            recognise.processElement(record(tiled("exact_56.png")));

            recognise.setProcessingTime(PAGE_TIMEOUT.toMillis());
            recognise.endInput();

            assertThatOneFailed(recognise, Reason.TIMED_OUT);
            assertThat(engine.asked().get(0).answer()).isCancelled();
        }
    }

    @Test
    void anEngineThatFailedFailsTheTask() throws Exception {
        try (var recognise = opened()) {
            recognise.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
            recognise.processElement(record(tiled("exact_56.png")));

            engine.asked().get(0).answer().completeExceptionally(new EngineFailure("the card was lost", null));

            assertThat(recognise.getEnvironment().getActualExternalFailureCause())
                    .hasValueSatisfying(cause -> assertThat(cause).hasRootCauseInstanceOf(EngineFailure.class));
            assertThat(recognise.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void aPageThatTheEngineFailsWithThreeTimesIsGivenUpAndTheOneBesideItIsRead(@TempDir Path attempts)
            throws Exception {
        Configuration config = Recognising.configuration();
        config.set(PipelineKeys.ATTEMPTS_FOLDER, attempts.toString());
        for (int failure = 0; failure < 3; failure++) {
            engine = FakeEngine.fresh();
            try (var recognise = opened(config)) {
                recognise.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
                recognise.processElement(record(tiled("exact_56.png")));
                if (failure == 0) {
                    recognise.processElement(record(tiled("exact_112x56.png"))); // is in hand beside it, once
                }
                engine.asked().get(0).answer().completeExceptionally(new EngineFailure("the card was lost", null));
            }
        }

        engine = FakeEngine.fresh();
        try (var recognise = opened(config)) {
            recognise.processElement(record(tiled("exact_56.png")));
            recognise.processElement(record(tiled("exact_112x56.png")));
            engine.await(1).answer("innocent");
            recognise.endInput();

            assertThat(recognise.extractOutputValues())
                    .filteredOn(Either::isLeft)
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.left().getReason()).isEqualTo(Reason.CRASHED_REPEATEDLY);
                        assertThat(each.left().getAttempts()).isEqualTo(3);
                    });
            assertThat(recognise.extractOutputValues())
                    .filteredOn(Either::isRight)
                    .extracting(each -> each.right().getText())
                    .containsExactlyInAnyOrder("", "innocent");
        }
    }

    @Test
    void pagesInFlightAreKeptAsReferencesAndTheirTilesAreMadeAgain() throws Exception {
        TiledPage large = tiled("page_portrait.png");
        int tileBytes = large.tiles().orElseThrow().pixels().length;
        OperatorSubtaskState snapshot;
        try (var recognise = opened()) {
            for (int i = 0; i < CAPACITY; i++) {
                recognise.processElement(record(large));
            }
            snapshot = recognise.snapshot(1, 1);
        }
        assertThat(tileBytes).isGreaterThan(60_000);
        assertThat(snapshot.getStateSize()).as("bytes of %s pages", CAPACITY).isLessThan(CAPACITY * 2000L);

        engine = FakeEngine.fresh();
        try (var recognise = harness()) {
            recognise.initializeState(snapshot);
            recognise.open();
            engine.await(CAPACITY);
            assertThat(engine.asked())
                    .allSatisfy(asked -> assertThat(asked.request().images().get(0))
                            .as("the same tiles, to the byte")
                            .extracting(tiles -> tiles.fingerprint())
                            .isEqualTo(large.tiles().orElseThrow().fingerprint()));
            engine.asked().forEach(asked -> asked.answer("again"));

            recognise.endInput();

            assertThat(recognise.extractOutputValues()).hasSize(CAPACITY).allMatch(Either::isRight);
        }
    }

    private static void assertThatOneFailed(
            OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> recognise, Reason reason) {
        List<Either<DeadLetter, PageText>> outcomes = new ArrayList<>(recognise.extractOutputValues());
        assertThat(outcomes).hasSize(2);
        DeadLetter letter = outcomes.get(0).left();
        assertThat(letter.getStage()).isEqualTo(Stage.RECOGNIZE);
        assertThat(letter.getReason()).isEqualTo(reason);
        PageText text = outcomes.get(1).right();
        assertThat(text.getFinishReason()).isEqualTo(FinishReason.FAILED);
        assertThat(text.getFailure()).isEqualTo(reason.name());
        assertThat(text.getCount()).isEqualTo(1);
    }
}
