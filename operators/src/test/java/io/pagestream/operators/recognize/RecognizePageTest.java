package io.pagestream.operators.recognize;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.EngineFailure;
import io.pagestream.engine.Tilers;
import io.pagestream.engine.request.Reading;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.PagePrompts;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class RecognizePageTest {

    private static final Duration PAGE_TIMEOUT = Duration.ofMinutes(2);
    private static final int CAPACITY = 8;

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
                    .satisfies(asked -> assertThat(asked.words()).isEqualTo(PagePrompts.READ));
            engine.asked().get(0).answer("# Title");

            recognise.endInput();

            PageText text = recognise.extractOutputValues().get(0).right();
            assertThat(text.getText()).isEqualTo("# Title");
            assertThat(text.getFinishReason()).isEqualTo(FinishReason.STOP);
            assertThat(List.of(text.getColumns(), text.getRows(), text.getWidth(), text.getHeight()))
                    .containsExactly(2, 1, 112, 56);
            assertThat(List.of(text.getModel(), text.getPromptVersion())).containsExactly("fake", "read-1");
            assertThat(text.getRendererVersion()).isNotEmpty();
            assertThat(text.getTokens()).isEqualTo(3);
        }
        assertThat(engine.openLeases()).as("the lease is given back").isZero();
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
        assertThat(snapshot.getStateSize()).as("bytes of %s pages", CAPACITY).isLessThan(CAPACITY * 1000L);

        engine = FakeEngine.fresh();
        try (var recognise = harness()) {
            recognise.initializeState(snapshot);
            recognise.open();
            awaitAsked(CAPACITY);
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

    /** Tiles are made on another thread, which offers them to the engine. */
    private void awaitAsked(int count) {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (engine.asked().size() < count && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        assertThat(engine.asked()).hasSize(count);
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

    private static TiledPage tiled(String image) throws Exception {
        try (PageTiler tiler = PageTiler.of(
                options(),
                Tilers.of(
                        new FakeEngine().config().vision(), options().reading().maxTiles()))) {
            return tiler.tile(Samples.page(image, "read"));
        }
    }

    private static <T> StreamRecord<T> record(T value) {
        return new StreamRecord<>(value, 0);
    }

    private static PipelineOptions options() {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.PAGE_TIMEOUT, PAGE_TIMEOUT);
        return PipelineOptions.from(config);
    }

    private static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> opened()
            throws Exception {
        var harness = harness();
        harness.open();
        return harness;
    }

    private static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> harness()
            throws Exception {
        var factory = new AsyncWaitOperatorFactory<>(
                new RecognizePage(FakeEngine.source(), options()),
                PAGE_TIMEOUT.toMillis(),
                CAPACITY,
                OutputMode.UNORDERED);
        var harness = new OneInputStreamOperatorTestHarness<>(factory, TiledPage.TYPE.createSerializer(null));
        harness.setup(
                RecognizePage.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
