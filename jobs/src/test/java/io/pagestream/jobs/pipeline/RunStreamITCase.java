package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.formats.Format;
import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.stream.RunStream;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.sink.DocumentFiles;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that users start, with a configuration as they write it: whatever is not named has its default. */
class RunStreamITCase {

    private static final String REQUESTS = KafkaOptions.REQUESTS.defaultValue();
    private static final String RESULTS = KafkaOptions.RESULTS.defaultValue();

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.withTopics(
                REQUESTS, RESULTS, KafkaOptions.ANSWERS.defaultValue(), KafkaOptions.DEAD_LETTERS.defaultValue());
    }

    @AfterEach
    void stopBroker() throws Exception {
        kafka.close();
    }

    @Test
    void theJobWithItsDefaultsWritesEachResultOnce() throws Exception {
        JobClient job = RunStream.start(configuration(kafka.servers()));
        kafka.send(REQUESTS, TestDocuments.inline("first", TestDocuments.image("tiny_7x5.png")));
        kafka.send(REQUESTS, TestDocuments.inline("second", TestDocuments.image("mode_1.png")));
        kafka.flush();

        List<String> ids = kafka.read(RESULTS, records -> records.size() >= 2).stream()
                .map(RunStreamITCase::documentId)
                .toList();
        job.cancel().get();

        assertThat(ids).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void theJobWritesFilesThatACheckpointHasMadeFinal() throws Exception {
        Configuration config = configuration(kafka.servers());
        config.set(SinkOptions.KIND, SinkOptions.Kind.FILES);
        config.set(SinkOptions.FILES_FOLDER, folder.resolve("out").toUri().toString());
        JobClient job = RunStream.start(config);
        kafka.send(REQUESTS, TestDocuments.inline("first", TestDocuments.image("tiny_7x5.png")));
        kafka.send(REQUESTS, TestDocuments.inline("second", TestDocuments.corruptPdf()));
        kafka.flush();

        List<String> results = awaitLines("results");
        List<String> letters = awaitLines("dead-letters");
        job.cancel().get();

        assertThat(results).singleElement().asString().contains("\"documentId\":\"first\"");
        assertThat(letters).singleElement().asString().contains("\"documentId\":\"second\"", "CORRUPT");
    }

    @Test
    void aResultThatIsLargerThanARecordLiesInTheClaimStoreAndIsWrittenAsFilesFromThere() throws Exception {
        Configuration config = configuration(kafka.servers());
        config.set(KafkaOptions.MAX_RECORD, new MemorySize(600));
        JobClient job = RunStream.start(config);
        kafka.send(REQUESTS, TestDocuments.inline("long", TestDocuments.pdf(3)));
        kafka.flush();

        OcrResult record =
                result(kafka.read(RESULTS, records -> !records.isEmpty()).get(0));
        job.cancel().get();

        assertThat(record.getPages()).isEmpty();
        assertThat(record.getPageCount()).isEqualTo(3);
        AccessOptions access = PipelineOptions.from(config).access();
        OcrResult whole = LargeResults.whole(record, ClaimChecks.of(access)::read);
        assertThat(whole.getPages()).extracting(PageText::getIndex).containsExactly(0, 1, 2);

        DocumentFiles files = DocumentFiles.in(folder.resolve("files"), List.of(Format.CHUNKS), access);
        files.begin();
        files.write((OcrResult) JsonLines.parse(JsonLines.of(record)));
        DocumentFiles closed =
                DocumentFiles.in(folder.resolve("closed"), List.of(Format.CHUNKS), access("file:///elsewhere"));
        closed.begin();
        closed.write(record);

        try (Stream<Path> written = Files.list(folder.resolve("files"))) {
            assertThat(written).singleElement().asString().contains("chunks");
        }
        assertThat(folder.resolve("closed").resolve(DocumentFiles.NOT_WRITTEN))
                .content()
                .contains("PAGES_OUT_OF_REACH", "its pages lie in the claim store");
    }

    private static AccessOptions access(String root) {
        Configuration config = new Configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(root));
        return PipelineOptions.from(config).access();
    }

    @Test
    void aTransactionThatTheBrokerWouldNotAllowIsRefusedAtTheStart() {
        Configuration config = configuration(kafka.servers());
        config.set(KafkaOptions.TRANSACTION_TIMEOUT, Duration.ofMinutes(16));

        assertThatThrownBy(() -> RunStream.start(config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pagestream.kafka.transaction-timeout (960000 ms)")
                .hasMessageContaining("transaction.max.timeout.ms (900000 ms)");
    }

    private List<String> awaitLines(String name) throws Exception {
        Instant until = Instant.now().plusSeconds(90);
        List<String> lines = List.of();
        while (lines.isEmpty() && Instant.now().isBefore(until)) {
            Thread.sleep(200);
            lines = lines(folder.resolve("out").resolve(name));
        }
        return lines;
    }

    private static List<String> lines(Path place) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    private Configuration configuration(String servers) {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap.servers", servers);
        config.set(PipelineKeys.CLAIM_STORE, folder.resolve("claims").toUri().toString());
        config.set(PipelineKeys.MAX_TILES, 1);
        config.set(PipelineKeys.MAX_READ_TOKENS, 4);
        config.set(PipelineKeys.LINGER, Duration.ZERO);
        config.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        return config;
    }

    private static String documentId(ConsumerRecord<byte[], byte[]> record) {
        return result(record).getDocumentId();
    }

    private static OcrResult result(ConsumerRecord<byte[], byte[]> record) {
        try {
            return AvroBytes.read(record.value(), OcrResult.class);
        } catch (IOException e) {
            throw new AssertionError("no result in " + record, e);
        }
    }
}
