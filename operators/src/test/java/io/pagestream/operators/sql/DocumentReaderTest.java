package io.pagestream.operators.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.engine.request.Reading;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final Configuration config = Samples.configuration();
    private FakeEngine engine;

    @BeforeEach
    void freshEngine() {
        engine = FakeEngine.fresh();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(folder.toString()));
    }

    @Test
    void pagesComeInOrderHoweverTheyAreAnswered() throws Exception {
        Path scans = SamplePdfs.scans(folder.resolve("scans.pdf"), 3);
        try (DocumentReader reader = reader(LONG)) {
            var outcomes = reader.read(request(scans));
            engine.await(3);
            engine.asked().get(2).answer("third");
            engine.asked().get(0).answer("first");
            assertThat(outcomes).isNotDone();
            engine.asked().get(1).answer("second");

            assertThat(texts(outcomes)).containsExactly("first", "second", "third");
            assertThat(end(outcomes)).extracting(PageOutcome::page).containsExactly(0, 1, 2);
            assertThat(end(outcomes)).extracting(PageOutcome::pages).containsOnly(3);
        }
        assertThat(engine.openLeases()).isZero();
    }

    @Test
    void aPageThatIsRefusedFailsAloneAndSaysWhy() throws Exception {
        Path scans = SamplePdfs.scans(folder.resolve("scans.pdf"), 3);
        try (DocumentReader reader = reader(LONG)) {
            var outcomes = reader.read(request(scans));
            engine.await(3);
            engine.asked().get(0).answer("first");
            engine.asked().get(1).refuse(Reading.Reason.PROMPT_TOO_LONG);
            engine.asked().get(2).answer("third");

            assertThat(texts(outcomes)).containsExactly("first", null, "third");
            assertThat(end(outcomes).get(1).page()).isEqualTo(1);
            assertThat(end(outcomes).get(1).reason()).isEqualTo(Reason.PROMPT_TOO_LONG);
            assertThat(end(outcomes).get(1).detail()).isEqualTo("as the test wants it");
        }
    }

    @Test
    void aPageWithAGoodTextLayerNeedsNoModel() throws Exception {
        Path letter = SamplePdfs.letters(folder.resolve("letter.pdf"), "Dear reader", "yours");
        try (DocumentReader reader = reader(LONG)) {
            assertThat(texts(reader.read(request(letter)))).containsExactly("Dear reader", "yours");
            assertThat(engine.asked()).isEmpty();
        }
    }

    @Test
    void whatCannotBeOpenedOrMayNotBeIsOneOutcomeWithoutAPage() throws Exception {
        try (DocumentReader reader = reader(LONG)) {
            var broken = reader.read(request(SamplePdfs.broken(folder.resolve("broken.pdf"))));
            var forbidden = reader.read(request(Samples.IMAGES.resolve("exact_56.png")));
            var tooFar = request(SamplePdfs.scans(folder.resolve("scans.pdf"), 2));
            tooFar.setPages(List.of(new PageRange(2, 2)));

            assertThat(failure(broken)).isEqualTo(Reason.CORRUPT);
            assertThat(failure(forbidden)).isEqualTo(Reason.SOURCE_REFUSED);
            assertThat(failure(reader.read(tooFar))).isEqualTo(Reason.PAGE_OUT_OF_RANGE);
        }
    }

    @Test
    void whenItsTimeIsOverWhatWasReadCountsAndTheRestHasTimedOut() throws Exception {
        Path scans = SamplePdfs.scans(folder.resolve("scans.pdf"), 3);
        config.set(PipelineKeys.READ_CAPACITY, 2); // the third page never gets its turn
        try (DocumentReader reader = reader(Duration.ofSeconds(5))) {
            var outcomes = reader.read(request(scans));
            engine.await(2);
            engine.asked().get(1).answer("second");
            engine.await(3);

            assertThat(texts(outcomes)).containsExactly(null, "second", null);
            assertThat(end(outcomes).get(0).reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(end(outcomes).get(2).detail()).contains("PT5S").contains("'timeout'");
            assertThat(engine.asked().get(0).answer()).isCancelled();
        }
    }

    @Test
    void anEngineThatFailsFailsTheQuery() throws Exception {
        Path scans = SamplePdfs.scans(folder.resolve("scans.pdf"), 2);
        try (DocumentReader reader = reader(LONG)) {
            var outcomes = reader.read(request(scans));
            engine.await(2).answer().completeExceptionally(new IllegalStateException("the card is gone"));

            assertThatThrownBy(() -> end(outcomes)).hasRootCauseMessage("the card is gone");
        }
    }

    @Test
    void eachQuestionAboutAPageIsAnOutcome() throws Exception {
        DocumentRequest request = request(SamplePdfs.scans(folder.resolve("scans.pdf"), 1));
        request.setTask("ask");
        request.setQuestions(List.of(new Question("q0", "Who?"), new Question("q1", "When?")));
        try (DocumentReader reader = reader(LONG)) {
            var outcomes = reader.read(request);
            engine.await(1).answer("Ada");
            engine.await(2).refuse(Reading.Reason.BUSY);

            assertThat(end(outcomes)).extracting(PageOutcome::question).containsExactly("Who?", "When?");
            assertThat(end(outcomes).get(0).field("answer")).contains("Ada");
            assertThat(end(outcomes).get(1).reason()).isEqualTo(Reason.ENGINE_BUSY);
        }
    }

    @Test
    void aShortDocumentDoesNotWaitForALongOne() throws Exception {
        int longOnes = 12;
        config.set(PipelineKeys.READ_CAPACITY, 2);
        try (DocumentReader reader = reader(LONG)) {
            reader.read(request(SamplePdfs.scans(folder.resolve("long.pdf"), longOnes)));
            engine.await(2);
            var single = reader.read(request(SamplePdfs.scans(folder.resolve("short.pdf"), 1)));
            int answered = 0;
            while (!single.isDone() && answered < longOnes) {
                engine.await(answered + 2);
                engine.asked().get(answered++).answer("read");
            }

            assertThat(single).isDone();
            assertThat(answered).isLessThan(longOnes);
        }
    }

    private DocumentReader reader(Duration within) {
        return new DocumentReader(
                PipelineOptions.from(config), FakeEngine.source(), within, new UnregisteredMetricsGroup());
    }

    private static DocumentRequest request(Path file) {
        return Samples.request(
                file.getFileName().toString(), new ClaimCheck(file.toUri().toString(), -1L, ""));
    }

    private static List<PageOutcome> end(CompletableFuture<List<PageOutcome>> outcomes) throws Exception {
        return outcomes.get(1, TimeUnit.MINUTES);
    }

    private static List<Object> texts(CompletableFuture<List<PageOutcome>> outcomes) throws Exception {
        return end(outcomes).stream()
                .map(outcome -> outcome.field("text").orElse(null))
                .toList();
    }

    private static Reason failure(CompletableFuture<List<PageOutcome>> outcomes) throws Exception {
        assertThat(end(outcomes))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.page()).isNull());
        return end(outcomes).get(0).reason();
    }
}
