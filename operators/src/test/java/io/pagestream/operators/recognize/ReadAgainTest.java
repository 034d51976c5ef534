package io.pagestream.operators.recognize;

import static io.pagestream.operators.recognize.Recognising.PAGE_TIMEOUT;
import static io.pagestream.operators.recognize.Recognising.configuration;
import static io.pagestream.operators.recognize.Recognising.harness;
import static io.pagestream.operators.recognize.Recognising.opened;
import static io.pagestream.operators.recognize.Recognising.record;
import static io.pagestream.operators.recognize.Recognising.tiled;
import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.Reading.Finish;
import io.pagestream.imaging.tile.Fingerprint;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages whose answers loop or are cut short: the fake engine plays the model that does not get on. */
@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class ReadAgainTest {

    private static final String IMAGE = "page_portrait.png";

    private FakeEngine engine;

    @BeforeEach
    void freshEngine() {
        engine = FakeEngine.fresh();
    }

    @Test
    void aLoopIsLeftByOtherTokensOfTheSamePicture() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("la la", Finish.LOOPED);
            FakeEngine.Asked again = engine.await(2);
            again.answer("# Title");
            recognise.endInput();

            assertThat(again.request().sampling().draw().temperature()).isPositive();
            assertThat(again.request().images())
                    .isEqualTo(engine.asked().get(0).request().images());
            assertThat(again.words()).isEqualTo(engine.asked().get(0).words());
            PageText text = only(recognise);
            assertThat(text.getText()).isEqualTo("# Title");
            assertThat(text.getFinishReason()).isEqualTo(FinishReason.STOP);
            assertThat(text.getRequests()).isEqualTo(2);
            assertThat(text.getTiles()).isEqualTo(2 * views(0));
            assertThat(text.getMilliseconds()).as("of both attempts").isEqualTo(24);
        }
    }

    @Test
    void aPageThatLoopsWhateverIsTriedEndsAfterFourAttemptsWithTheLongestText() throws Exception {
        Map<String, Metric> metrics = new ConcurrentHashMap<>();
        try (var recognise = harness(configuration(), metrics)) {
            recognise.open();
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("short", Finish.LOOPED);
            engine.await(2).breakOff("the longest of all texts", Finish.LOOPED);
            engine.await(3).breakOff("not so long", Finish.LOOPED);
            engine.await(4).breakOff("upper", Finish.LOOPED);
            engine.await(5).answer("lower");
            recognise.endInput();

            assertThat(engine.asked()).hasSize(5);
            assertThat(views(2)).as("finer tiles").isGreaterThan(views(0));
            assertThat(List.of(draw(1).seed(), draw(2).seed())).doesNotHaveDuplicates();
            PageText text = only(recognise);
            assertThat(text.getText()).isEqualTo("the longest of all texts");
            assertThat(text.getFinishReason()).isEqualTo(FinishReason.LOOPED);
            assertThat(text.getRequests()).isEqualTo(5);
            assertThat(text.getTiles()).isEqualTo(views(0) + views(1) + views(2) + views(3) + views(4));
            assertThat(count(metrics, "loops")).isEqualTo(4);
            assertThat(List.of(
                            count(metrics, "remedy.OTHER_CHANCE.retries"),
                            count(metrics, "remedy.FINER_TILES.retries"),
                            count(metrics, "remedy.HALVES.retries"),
                            count(metrics, "remedy.MORE_TOKENS.retries")))
                    .containsExactly(1L, 1L, 1L, 0L);
        }
    }

    @Test
    void halvesComeAtOnceWhereTilesCannotBeFiner() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.MAX_TILES, 1);
        try (var recognise = opened(config)) {
            recognise.processElement(record(tiled(Samples.page(IMAGE, "read"), config)));
            loop(2);
            engine.await(3).answer("upper");
            engine.await(4).answer("lower");
            recognise.endInput();

            assertThat(engine.asked()).hasSize(4);
            assertThat(only(recognise).getText()).isEqualTo("upper\n\nlower");
        }
    }

    @Test
    void halvesOfAPageAreJoined() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            loop(3);
            engine.await(4).answer("# Upper");
            engine.await(5).answer("lower");
            recognise.endInput();

            assertThat(List.of(fingerprint(0), fingerprint(3), fingerprint(4))).doesNotHaveDuplicates();
            assertThat(draw(3).isGreedy()).isTrue();
            PageText text = only(recognise);
            assertThat(text.getText()).isEqualTo("# Upper\n\nlower");
            assertThat(text.getFinishReason()).isEqualTo(FinishReason.STOP);
            assertThat(text.getTokens()).isEqualTo(6);
            assertThat(text.getLines()).extracting(line -> line.getText()).containsExactly("# Upper", "lower");
        }
    }

    @Test
    void boxesOfTheLowerHalfAreMovedToWhereItStandsOnThePage() throws Exception {
        try (var recognise = opened()) {
            TiledPage page = tiled(IMAGE, "layout");
            recognise.processElement(record(page));
            loop(3);
            engine.await(4).answer("<ref>Head</ref><box>[[0, 0, 1000, 1000]]</box>");
            engine.await(5).answer("<ref>Foot</ref><box>[[0, 0, 1000, 1000]]</box>");
            recognise.endInput();

            List<Box> boxes = only(recognise).getBlocks().stream()
                    .map(block -> block.getBox())
                    .toList();
            double fold = boxes.get(0).getBottom();
            assertThat(fold).isBetween(page.height() * 0.4, page.height() * 0.6);
            assertThat(boxes.get(1)).isEqualTo(new Box(0.0, fold, (double) page.width(), (double) page.height()));
        }
    }

    @Test
    void whatCannotBeJoinedIsNotHalved() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE, "caption")));
            loop(3);
            recognise.endInput();

            assertThat(engine.asked()).hasSize(3);
            assertThat(only(recognise).getFinishReason()).isEqualTo(FinishReason.LOOPED);
        }
    }

    @Test
    void anAnswerThatIsCutShortIsAskedForInHalves() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("too long a", Finish.LENGTH);
            engine.await(2).answer("upper");
            engine.await(3).answer("lower");
            recognise.endInput();

            assertThat(only(recognise).getText()).isEqualTo("upper\n\nlower");
        }
    }

    @Test
    void aLimitThatAPersonHasSetIsKept() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.MAX_READ_TOKENS, 7);
        try (var recognise = opened(config)) {
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("seven words", Finish.LENGTH);
            recognise.endInput();

            assertThat(engine.asked()).hasSize(1);
            assertThat(only(recognise).getFinishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void oneAttemptIsOneRequest() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.ATTEMPTS, 1);
        try (var recognise = opened(config)) {
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("la la", Finish.LOOPED);
            recognise.endInput();

            assertThat(engine.asked()).hasSize(1);
            assertThat(only(recognise).getText()).isEqualTo("la la");
            assertThat(only(recognise).getRequests()).isEqualTo(1);
        }
    }

    @Test
    void anEngineThatIsBusyInBetweenLeavesWhatWasRead() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("la la", Finish.LOOPED);
            engine.await(2).refuse(Reading.Reason.BUSY);
            recognise.endInput();

            PageText text = only(recognise);
            assertThat(text.getText()).isEqualTo("la la");
            assertThat(text.getFinishReason()).isEqualTo(FinishReason.LOOPED);
            assertThat(text.getRequests()).isEqualTo(2);
        }
    }

    @Test
    void tilesThatAreTooManyForTheModelArePassedOver() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            loop(2);
            engine.await(3).refuse(Reading.Reason.PROMPT_TOO_LONG);
            engine.await(4).answer("upper");
            engine.await(5).answer("lower");
            recognise.endInput();

            assertThat(only(recognise).getText()).isEqualTo("upper\n\nlower");
        }
    }

    @Test
    void aHalfThatIsRefusedIsNoPage() throws Exception {
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            loop(3);
            engine.await(4).answer("a long text of the upper half");
            engine.await(5).refuse(Reading.Reason.TIMED_OUT);
            recognise.endInput();

            assertThat(only(recognise).getText()).isEqualTo("la la");
        }
    }

    @Test
    void theTimeOutOfThePageHoldsOverAllAttemptsAndKeepsWhatWasRead() throws Exception {
        try (var recognise = opened()) {
            recognise.setProcessingTime(0);
            recognise.processElement(record(tiled(IMAGE)));
            engine.await(1).breakOff("la la", Finish.LOOPED);
            FakeEngine.Asked second = engine.await(2);

            recognise.setProcessingTime(PAGE_TIMEOUT.toMillis());
            recognise.endInput();

            assertThat(second.answer()).isCancelled();
            assertThat(only(recognise).getText()).isEqualTo("la la");
        }
    }

    @Test
    void aDocumentThatIsGoneInBetweenLeavesWhatWasRead(@TempDir Path folder) throws Exception {
        Path file = Files.copy(Samples.IMAGES.resolve(IMAGE), folder.resolve(IMAGE));
        Configuration config = configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(folder.toString()));
        Page page = Samples.page(IMAGE, "read");
        ClaimCheck claim = page.getSource();
        page.setSource(new ClaimCheck(file.toUri().toString(), claim.getSize(), claim.getSha256()));
        TiledPage tiled = tiled(page, config);
        Files.delete(file);
        try (var recognise = opened(config)) {
            recognise.processElement(record(tiled));
            loop(2);
            recognise.endInput();

            assertThat(engine.asked()).hasSize(2);
            assertThat(only(recognise).getText()).isEqualTo("la la");
        }
    }

    @Test
    void afterARestartThePageIsTriedInTheSameWayAgain() throws Exception {
        OperatorSubtaskState snapshot;
        try (var recognise = opened()) {
            recognise.processElement(record(tiled(IMAGE)));
            loop(3);
            engine.await(4);
            snapshot = recognise.snapshot(1, 1);
        }
        List<FakeEngine.Asked> before = engine.asked();

        engine = FakeEngine.fresh();
        try (var recognise = harness()) {
            recognise.initializeState(snapshot);
            recognise.open();
            loop(3);
            engine.await(4).answer("upper");
            engine.await(5).answer("lower");
            recognise.endInput();

            for (int i = 0; i < before.size(); i++) {
                assertThat(engine.asked().get(i).request().sampling())
                        .isEqualTo(before.get(i).request().sampling());
                assertThat(fingerprint(i)).isEqualTo(fingerprint(before.get(i)));
            }
            assertThat(only(recognise).getText()).isEqualTo("upper\n\nlower");
        }
    }

    private static long count(Map<String, Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("pagestream." + name))
                .mapToLong(entry -> ((Counter) entry.getValue()).getCount())
                .findFirst()
                .orElseThrow();
    }

    /** The first so many attempts. */
    private void loop(int attempts) {
        for (int i = 1; i <= attempts; i++) {
            engine.await(i).breakOff("la la", Finish.LOOPED);
        }
    }

    private Draw draw(int request) {
        return engine.asked().get(request).request().sampling().draw();
    }

    private int views(int request) {
        return engine.asked().get(request).request().images().get(0).views();
    }

    private Fingerprint fingerprint(int request) {
        return fingerprint(engine.asked().get(request));
    }

    private static Fingerprint fingerprint(FakeEngine.Asked asked) {
        return asked.request().images().get(0).fingerprint();
    }

    private static PageText only(OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> recognise) {
        assertThat(recognise.extractOutputValues()).singleElement().matches(Either::isRight, "a text");
        return recognise.extractOutputValues().get(0).right();
    }
}
