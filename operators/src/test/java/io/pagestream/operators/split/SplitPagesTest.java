package io.pagestream.operators.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.Samples;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class SplitPagesTest {

    @Test
    void anImageIsOnePageThatRefersToItsDocument() throws Exception {
        try (var split = opened()) {
            split.processElement(Samples.fetched("exact_56.png"), 0);

            Page page = split.extractOutputValues().get(0);
            assertThat(page.getSource()).isEqualTo(Samples.claim("exact_56.png"));
            assertThat(page.getMediaType()).isEqualTo("image/png");
            assertThat(List.of(page.getIndex(), page.getPosition(), page.getCount()))
                    .containsExactly(0, 0, 1);
        }
    }

    @Test
    void pagesKeepTheOrderInWhichTheyWereAskedForAndComeOnce() throws Exception {
        FetchedDocument document = Samples.fetched("exact_56.png");
        document.request().setPages(List.of(new PageRange(0, 0), new PageRange(0, 0)));
        try (var split = opened()) {
            split.processElement(document, 0);

            assertThat(split.extractOutputValues())
                    .singleElement()
                    .extracting(Page::getCount)
                    .isEqualTo(1);
        }
    }

    @Test
    void aDocumentOfManyPagesGoesToTheBackfillWhateverItsRequestSays() throws Exception {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.BACKFILL_ABOVE, 2);
        try (var split = opened(PipelineOptions.from(config))) {
            split.processElement(new FetchedDocument(Samples.request("exact_56.png"), pdf(2)), 0);
            split.processElement(new FetchedDocument(Samples.request("exact_56.png"), pdf(3)), 0);

            assertThat(split.extractOutputValues())
                    .extracting(Page::getLane)
                    .containsExactly(Lane.INTERACTIVE, Lane.INTERACTIVE, Lane.BACKFILL, Lane.BACKFILL, Lane.BACKFILL);
        }
    }

    private static byte[] pdf(int pages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            for (int page = 0; page < pages; page++) {
                document.addPage(new PDPage());
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    @Test
    void aPageThatIsNotThereIsADeadLetterOfTheWholeDocument() throws Exception {
        FetchedDocument document = Samples.fetched("exact_56.png");
        document.request().setPages(List.of(new PageRange(0, Integer.MAX_VALUE)));
        try (var split = opened()) {
            split.processElement(document, 0);

            assertThatOneLetterSays(split, Reason.PAGE_OUT_OF_RANGE);
        }
    }

    @Test
    void bytesThatAreNoDocumentAreADeadLetter() throws Exception {
        byte[] words = "a plain text, and no image".getBytes(StandardCharsets.UTF_8);
        try (var split = opened()) {
            split.processElement(new FetchedDocument(Samples.request("exact_56.png"), words), 0);

            assertThatOneLetterSays(split, Reason.UNSUPPORTED_TYPE);
        }
    }

    private static void assertThatOneLetterSays(
            OneInputStreamOperatorTestHarness<FetchedDocument, Page> split, Reason reason) {
        assertThat(split.extractOutputValues()).isEmpty();
        assertThat(split.getSideOutput(DeadLetters.TAG)).singleElement().satisfies(record -> {
            assertThat(record.getValue().getStage()).isEqualTo(Stage.SPLIT);
            assertThat(record.getValue().getReason()).isEqualTo(reason);
            assertThat(record.getValue().getPage()).isNull();
        });
    }

    private static OneInputStreamOperatorTestHarness<FetchedDocument, Page> opened() throws Exception {
        return opened(Samples.options());
    }

    private static OneInputStreamOperatorTestHarness<FetchedDocument, Page> opened(PipelineOptions options)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new SplitPages(options)));
        harness.setup(new AvroTypeInfo<>(Page.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }
}
