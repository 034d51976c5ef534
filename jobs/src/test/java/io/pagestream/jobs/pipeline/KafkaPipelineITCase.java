package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.EngineOptions;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole house with a real broker, the embedded model on the CPU, a failure in the middle, and a savepoint. */
class KafkaPipelineITCase {

    private static final String REQUESTS = KafkaOptions.REQUESTS.defaultValue();
    private static final String RESULTS = KafkaOptions.RESULTS.defaultValue();
    private static final String ANSWERS = KafkaOptions.ANSWERS.defaultValue();
    private static final String DEAD_LETTERS = KafkaOptions.DEAD_LETTERS.defaultValue();
    private static final int DOCUMENTS = 200;
    private static final int POISON = 5;

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.withTopics(REQUESTS, RESULTS, ANSWERS, DEAD_LETTERS);
    }

    @AfterEach
    void stopBroker() throws Exception {
        kafka.close();
    }

    @Test
    void eachDocumentIsInTheCommittedOutputOnceAlthoughTheJobFailsInTheMiddleAndIsStoppedAndContinued()
            throws Exception {
        List<DocumentRequest> documents =
                IntStream.range(0, DOCUMENTS).mapToObj(this::document).toList();
        JobClient job = start(configuration());

        send(documents.subList(0, DOCUMENTS / 2));
        kafka.read(RESULTS, records -> !records.isEmpty()); // so at least one checkpoint was completed
        int failures = BreakableEngine.FAILURES.get(); // of other tests in this process
        BreakableEngine.UNTIL_FAILURE.set(20);
        send(documents.subList(DOCUMENTS / 2, DOCUMENTS));
        for (int i = 0; i < POISON; i++) {
            kafka.send(REQUESTS, new byte[] {(byte) 0xff, 1, (byte) i});
        }
        awaitEverything();
        String savepoint = job.stopWithSavepoint(
                        false, folder.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
                .get();

        assertThat(BreakableEngine.FAILURES).hasValue(1 + failures);
        assertThatEverythingIsThereOnce();

        Configuration again = configuration();
        again.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient continued = start(again);
        send(documents.subList(0, 10)); // a sender that is not sure whether it has sent
        send(List.of(TestDocuments.inline("new", TestDocuments.image("mode_1.png"))));
        kafka.read(RESULTS, records -> ids(records).contains("new"));
        continued
                .stopWithSavepoint(true, folder.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
                .get();

        List<String> ids = ids(kafka.readAll(RESULTS));
        assertThat(ids)
                .doesNotHaveDuplicates()
                .contains("new")
                .hasSize(expectedResults().size() + 1);
    }

    private void awaitEverything() {
        int results = expectedResults().size();
        kafka.read(RESULTS, records -> records.size() >= results);
        kafka.read(DEAD_LETTERS, records -> records.size() >= expectedLetters().size() + POISON);
        kafka.read(ANSWERS, records -> records.size() >= expectedAnswers().size());
    }

    private void assertThatEverythingIsThereOnce() {
        List<OcrResult> results = values(RESULTS, OcrResult.class);
        assertThat(results).extracting(OcrResult::getDocumentId).containsExactlyInAnyOrderElementsOf(expectedResults());
        assertThat(results).allSatisfy(result -> {
            assertThat(result.getStatus()).isEqualTo(DocumentStatus.COMPLETE);
            assertThat(result.getPages()).hasSize(result.getPageCount());
            assertThat(result.getPages())
                    .extracting(PageText::getFinishReason)
                    .isSubsetOf(FinishReason.STOP, FinishReason.LENGTH);
        });
        List<DeadLetter> letters = values(DEAD_LETTERS, DeadLetter.class);
        assertThat(letters)
                .filteredOn(letter -> letter.getReason() == Reason.UNDECODABLE_RECORD)
                .extracting(DeadLetter::getOriginalUri)
                .doesNotHaveDuplicates()
                .hasSize(POISON);
        assertThat(letters)
                .filteredOn(letter -> letter.getReason() != Reason.UNDECODABLE_RECORD)
                .extracting(DeadLetter::getDocumentId)
                .containsExactlyInAnyOrderElementsOf(expectedLetters());
        assertThat(values(ANSWERS, QaResult.class))
                .extracting(answer -> answer.getDocumentId() + " " + answer.getQuestionId())
                .containsExactlyInAnyOrderElementsOf(expectedAnswers());
    }

    /** Of ten documents six are inline, two are files, one of them with questions; one is a PDF, one is corrupt. */
    private DocumentRequest document(int i) {
        String id = "document-" + i;
        return switch (i % 10) {
            case 0, 1 -> TestDocuments.inline(id, TestDocuments.image("tiny_7x5.png"));
            case 2, 3 -> TestDocuments.inline(id, TestDocuments.image("mode_1.png"));
            case 4, 5 -> TestDocuments.inline(id, TestDocuments.image("exact_56.png"));
            case 6 -> TestDocuments.file(id, TestDocuments.IMAGES.resolve("jpeg_gray.jpg"));
            case 7 ->
                TestDocuments.asking(
                        TestDocuments.file(id, TestDocuments.IMAGES.resolve("mode_l.png")),
                        "read+ask",
                        "What?",
                        "Who?");
            case 8 -> TestDocuments.inline(id, TestDocuments.pdf(2));
            default -> TestDocuments.inline(id, TestDocuments.corruptPdf());
        };
    }

    private static List<String> expectedResults() {
        return numbered(i -> i % 10 != 9);
    }

    private static List<String> expectedLetters() {
        return numbered(i -> i % 10 == 9);
    }

    private static List<String> expectedAnswers() {
        List<String> answers = new ArrayList<>();
        numbered(i -> i % 10 == 7).forEach(id -> {
            answers.add(id + " q0");
            answers.add(id + " q1");
        });
        return answers;
    }

    private static List<String> numbered(java.util.function.IntPredicate which) {
        return IntStream.range(0, DOCUMENTS)
                .filter(which)
                .mapToObj(i -> "document-" + i)
                .toList();
    }

    private void send(List<DocumentRequest> documents) throws Exception {
        for (DocumentRequest document : documents) {
            kafka.send(REQUESTS, document);
        }
        kafka.flush();
    }

    private JobClient start(Configuration config) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        PipelineOptions options = PipelineOptions.from(config);
        KafkaOptions topics = KafkaOptions.from(config);
        EngineSource engines = BreakableEngine.over(EngineSource.shared(options.engine()));
        new OcrPipeline(
                        options,
                        engines,
                        DocumentSources.kafka(topics),
                        ResultSinks.of(SinkOptions.from(config), topics))
                .attachTo(env);
        return env.executeAsync("test");
    }

    private Configuration configuration() {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap.servers", kafka.servers());
        config.set(KafkaOptions.NAMING, KafkaOptions.Naming.INCREMENTING);
        config.set(PipelineKeys.MODEL, EngineOptions.EMBEDDED);
        config.set(PipelineKeys.DEVICE, "cpu:f32");
        config.set(PipelineKeys.MAX_TILES, 1);
        config.set(PipelineKeys.MAX_READ_TOKENS, 2);
        config.set(PipelineKeys.MAX_ANSWER_TOKENS, 1);
        config.set(PipelineKeys.CLAIM_STORE, folder.resolve("claims").toUri().toString());
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(TestDocuments.IMAGES.toString()));
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return config;
    }

    private static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> read(record, OcrResult.class).getDocumentId())
                .collect(Collectors.toList());
    }

    private <T extends SpecificRecord> List<T> values(String topic, Class<T> type) {
        return kafka.readAll(topic).stream().map(record -> read(record, type)).collect(Collectors.toList());
    }

    private static <T extends SpecificRecord> T read(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        try {
            return AvroBytes.read(record.value(), type);
        } catch (IOException e) {
            throw new AssertionError("no " + type.getSimpleName() + " in " + record, e);
        }
    }
}
