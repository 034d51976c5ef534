package io.pagestream.operators.assemble;

import static io.pagestream.operators.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pagestream.operators.Samples;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class AssembleDocumentTest {

    private static final Duration DEADLINE = Duration.ofMinutes(30);

    @TempDir
    Path store;

    @Test
    void aDocumentIsSentWithItsLastPageAndInOrder() throws Exception {
        try (var assemble = opened(harness(configuration(), 1, 0))) {
            assemble.processElement(text("a", 2, 3), 0);
            assemble.processElement(text("a", 0, 3), 0);
            assertThat(assemble.extractOutputValues()).isEmpty();

            assemble.processElement(text("a", 1, 3), 0);

            OcrResult result = assemble.extractOutputValues().get(0);
            assertThat(result.getStatus()).isEqualTo(DocumentStatus.COMPLETE);
            assertThat(result.getPages()).extracting(PageText::getText).containsExactly("page 0", "page 1", "page 2");
            assertThat(result.getMilliseconds()).isEqualTo(30);
            assertThat(assemble.numProcessingTimeTimers())
                    .as("no timer is left")
                    .isZero();
        }
    }

    @Test
    void aFailedPageMakesTheDocumentPartial() throws Exception {
        try (var assemble = opened(harness(configuration(), 1, 0))) {
            PageText failed = text("a", 0, 2);
            failed.setFinishReason(FinishReason.FAILED);

            assemble.processElement(failed, 0);
            assemble.processElement(text("a", 1, 2), 0);

            assertThat(assemble.extractOutputValues())
                    .singleElement()
                    .extracting(OcrResult::getStatus, OcrResult::getMissing)
                    .containsExactly(DocumentStatus.PARTIAL, List.of());
        }
    }

    @Test
    void atItsDeadlineADocumentIsSentWithoutTheMissingPagesAndALatePageBecomesADeadLetter() throws Exception {
        try (var assemble = opened(harness(configuration(), 1, 0))) {
            assemble.setProcessingTime(1000);
            assemble.processElement(text("a", 1, 3), 0);

            assemble.setProcessingTime(1000 + DEADLINE.toMillis() - 1);
            assertThat(assemble.extractOutputValues()).isEmpty();
            assemble.setProcessingTime(1000 + DEADLINE.toMillis());

            OcrResult result = assemble.extractOutputValues().get(0);
            assertThat(result.getStatus()).isEqualTo(DocumentStatus.PARTIAL);
            assertThat(result.getMissing()).containsExactly(0, 2);

            assemble.processElement(text("a", 0, 3), 0);

            assertThat(assemble.extractOutputValues()).hasSize(1);
            assertThat(letters(assemble)).singleElement().satisfies(letter -> {
                assertThat(letter.getReason()).isEqualTo(Reason.TIMED_OUT);
                assertThat(letter.getPage()).isZero();
            });
        }
    }

    @Test
    void aPageThatCameTwiceCountsOnce() throws Exception {
        try (var assemble = opened(harness(configuration(), 1, 0))) {
            assemble.processElement(text("a", 0, 2), 0);
            assemble.processElement(text("a", 0, 2), 0);

            assertThat(assemble.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void progressIsToldOnceASecondAndAlwaysAtTheEnd() throws Exception {
        try (var assemble = opened(harness(configuration(), 1, 0))) {
            assemble.setProcessingTime(1000);
            assemble.processElement(text("a", 0, 4), 0);
            assemble.processElement(text("a", 1, 4), 0);
            assemble.setProcessingTime(1000 + AssembleDocument.PAUSE_MILLIS);
            PageText failed = text("a", 2, 4);
            failed.setFinishReason(FinishReason.FAILED);
            assemble.processElement(failed, 0);
            assemble.processElement(text("a", 3, 4), 0);

            assertThat(assemble.getSideOutput(AssembleDocument.PROGRESS))
                    .extracting(StreamRecord::getValue)
                    .extracting(
                            DocumentProgress::getDone,
                            DocumentProgress::getFailed,
                            DocumentProgress::getTotal,
                            DocumentProgress::getFinished)
                    .containsExactly(tuple(1, 0, 4, false), tuple(2, 1, 4, false), tuple(3, 1, 4, true));
        }
    }

    @Test
    void aResultThatIsTooLargeBecomesADeadLetter() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.MAX_RESULT, new MemorySize(100));
        try (var assemble = opened(harness(config, 1, 0))) {
            PageText text = text("a", 0, 1);
            text.setText("many words ".repeat(100));

            assemble.processElement(text, 0);

            assertThat(assemble.extractOutputValues()).isEmpty();
            assertThat(letters(assemble))
                    .singleElement()
                    .extracting(DeadLetter::getReason)
                    .isEqualTo(Reason.TOO_LARGE);
        }
    }

    @Test
    void aResultThatIsTooLargeForARecordGoesIntoTheClaimStoreAndIsReadBackWhole() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.CLAIM_ABOVE, new MemorySize(1000));
        config.set(PipelineKeys.CLAIM_STORE, store.toUri().toString());
        PageText large = text("a", 0, 2);
        large.setText("many words ".repeat(100));
        List<OcrResult> sent = new ArrayList<>();
        for (int run = 0; run < 2; run++) { // the second as after a restore
            try (var assemble = opened(harness(config, 1, 0))) {
                assemble.processElement(large, 0);
                assemble.processElement(text("a", 1, 2), 0);
                assemble.processElement(text("small", 0, 1), 0);
                sent.addAll(assemble.extractOutputValues());
                assertThat(assemble.getSideOutput(DeadLetters.TAG)).isNull();
            }
        }

        OcrResult record = sent.get(0);
        assertThat(record.getPages()).isEmpty();
        assertThat(record.getPageCount()).isEqualTo(2);
        assertThat(record.getStatus()).isEqualTo(DocumentStatus.COMPLETE);
        assertThat(record.getWhole().getSize()).isGreaterThan(1000);
        assertThat(sent.get(1).getWhole()).as("a result of usual size").isNull();
        assertThat(sent.get(2)).as("sent again").isEqualTo(record);
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }

        ClaimChecks claims = ClaimChecks.of(PipelineOptions.from(config).access());
        OcrResult whole = LargeResults.whole(record, claims::read);
        assertThat(whole.getPages()).extracting(PageText::getText).containsExactly("many words ".repeat(100), "page 1");
        assertThat(LargeResults.whole(sent.get(1), claims::read)).isSameAs(sent.get(1));

        record.setDocumentId("another");
        assertThatThrownBy(() -> LargeResults.whole(record, claims::read))
                .isInstanceOf(RecordFault.class)
                .hasMessageContaining("should be the result of another");
    }

    @Test
    void withoutAClaimStoreAResultThatIsTooLargeForARecordBecomesADeadLetterThatNamesIt() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.CLAIM_ABOVE, new MemorySize(100));
        config.removeConfig(PipelineKeys.CLAIM_STORE);
        try (var assemble = opened(harness(config, 1, 0))) {
            assemble.processElement(text("a", 0, 1), 0);

            assertThat(assemble.extractOutputValues()).isEmpty();
            assertThat(letters(assemble)).singleElement().satisfies(letter -> {
                assertThat(letter.getReason()).isEqualTo(Reason.TOO_LARGE);
                assertThat(letter.getDetail()).contains("pagestream.claims.store");
            });
        }
    }

    @Test
    void aClaimStoreThatCannotBeWrittenToFailsTheTaskAndLosesNothing() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.CLAIM_ABOVE, new MemorySize(100));
        Path file = Files.writeString(store.resolve("file"), "no folder");
        config.set(PipelineKeys.CLAIM_STORE, file.toUri().toString());
        try (var assemble = opened(harness(config, 1, 0))) {
            assertThatThrownBy(() -> assemble.processElement(text("a", 0, 1), 0))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void halfADocumentSurvivesASnapshotAndAChangeOfParallelism() throws Exception {
        OperatorSubtaskState snapshot;
        try (var assemble = opened(harness(configuration(), 1, 0))) {
            assemble.setProcessingTime(1000);
            assemble.processElement(text("a", 0, 2), 0);
            assemble.processElement(text("b", 0, 2), 0);
            snapshot = assemble.snapshot(1, 1);
        }

        int completed = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            OperatorSubtaskState part =
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, 16, 1, 2, subtask);
            try (var assemble = harness(configuration(), 2, subtask)) {
                assemble.initializeState(part);
                assemble.open();
                long restored = 1000 + 7 * DEADLINE.toMillis();
                assemble.setProcessingTime(restored);
                assertThat(assemble.extractOutputValues())
                        .as("the job stood still until now, so nobody could read the other pages")
                        .isEmpty();
                assemble.setProcessingTime(restored + DEADLINE.toMillis() - 1);
                assertThat(assemble.extractOutputValues()).isEmpty();
                assemble.setProcessingTime(restored + DEADLINE.toMillis());
                completed += assemble.extractOutputValues().size();
            }
        }
        assertThat(completed)
                .as("both deadlines, each on the subtask of its document")
                .isEqualTo(2);
    }

    private static List<DeadLetter> letters(KeyedOneInputStreamOperatorTestHarness<String, PageText, OcrResult> from) {
        return from.getSideOutput(DeadLetters.TAG).stream()
                .map(StreamRecord::getValue)
                .toList();
    }

    private static Configuration configuration() {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.DOCUMENT_DEADLINE, DEADLINE);
        return config;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PageText, OcrResult> opened(
            KeyedOneInputStreamOperatorTestHarness<String, PageText, OcrResult> harness) throws Exception {
        harness.open();
        return harness;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PageText, OcrResult> harness(
            Configuration config, int parallelism, int subtask) throws Exception {
        AssembleDocument function = new AssembleDocument(PipelineOptions.from(config));
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), PageText::getDocumentId, Types.STRING, 16, parallelism, subtask);
        harness.setup(AssembleDocument.RESULT.createSerializer(
                harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
