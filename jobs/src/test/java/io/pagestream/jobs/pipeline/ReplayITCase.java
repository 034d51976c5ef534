package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.replay.Replay;
import io.pagestream.jobs.stream.RunStream;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What has failed is put right and sent again, with a real broker and a running job. */
class ReplayITCase {

    private static final String REQUESTS = KafkaOptions.REQUESTS.defaultValue();
    private static final String RESULTS = KafkaOptions.RESULTS.defaultValue();
    private static final String DEAD_LETTERS = KafkaOptions.DEAD_LETTERS.defaultValue();

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.withTopics(REQUESTS, RESULTS, KafkaOptions.ANSWERS.defaultValue(), DEAD_LETTERS);
    }

    @AfterEach
    void stopBroker() throws Exception {
        kafka.close();
    }

    @Test
    void whatHasFailedIsSentAgainOnceAndItsResultComesOnce() throws Exception {
        Path late = Files.createDirectory(folder.resolve("in")).resolve("late.png");
        JobClient job = RunStream.start(configuration());
        kafka.send(REQUESTS, new byte[] {(byte) 0xff, 1});
        kafka.send(REQUESTS, TestDocuments.file("late", late));
        kafka.send(REQUESTS, TestDocuments.inline("broken", TestDocuments.corruptPng()));
        kafka.flush();
        kafka.read(DEAD_LETTERS, records -> records.size() >= 3);
        kafka.read(RESULTS, records -> records.size() >= 1);

        Files.write(late, TestDocuments.image("tiny_7x5.png"));
        assertThat(replay("--reason", "NOT_FOUND", "--dry-run").path("sent").asInt())
                .isEqualTo(1);
        JsonNode first = replay("--reason", "NOT_FOUND");
        JsonNode second = replay("--reason", "NOT_FOUND");
        kafka.read(RESULTS, records -> records.size() >= 2);
        JsonNode page = replay("--document", "broken", "--since", "1h");
        kafka.read(RESULTS, records -> records.size() >= 3);
        kafka.read(DEAD_LETTERS, records -> records.size() >= 4);
        JsonNode rest = replay("--dry-run");
        JsonNode fromFile = replay("--from", file(letters()).toString(), "--tenant", "", "--dry-run");
        job.cancel().get();

        assertThat(first.path("read").asInt()).isEqualTo(3);
        assertThat(first.path("sent").asInt()).isEqualTo(1);
        assertThat(first.path("reasons").path("NOT_FOUND").asInt()).isEqualTo(1);
        assertThat(second.path("sent").asInt()).as("the same letter again").isZero();
        assertThat(second.path("sentBefore").asInt()).isEqualTo(1);
        assertThat(page.path("sent").asInt()).isEqualTo(1);
        assertThat(rest.path("withoutRequest").asInt())
                .as("what was no request")
                .isEqualTo(1);
        assertThat(rest.path("sentBefore").asInt()).isEqualTo(2);
        assertThat(rest.path("sent").asInt()).as("the page failed again").isEqualTo(1);
        assertThat(fromFile.path("matching").asInt()).isEqualTo(4);
        assertThat(values(RESULTS, OcrResult.class))
                .extracting(OcrResult::getDocumentId)
                .containsExactlyInAnyOrder("broken", "late", "broken#page0");
        assertThat(values(REQUESTS, DocumentRequest.class))
                .as("two of us, two of replay")
                .hasSize(4);
        assertThat(letters())
                .filteredOn(letter -> letter.getReason() != Reason.UNDECODABLE_RECORD)
                .allSatisfy(letter -> {
                    assertThat(letter.getTime()).isPositive();
                    assertThat(letter.getCodeVersion()).isNotEmpty();
                    assertThat(letter.getRequest()).isNotNull();
                });
    }

    private JsonNode replay(String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of("--config", config().toString()));
        line.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams = new Streams(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

        int code = new CommandLine(new Replay(streams)).execute(line.toArray(String[]::new));

        assertThat(code).isZero();
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private Path config() throws IOException {
        return Files.writeString(
                folder.resolve("config.yaml"), "kafka.bootstrap.servers: \"" + kafka.servers() + "\"\n");
    }

    private Path file(List<DeadLetter> letters) throws IOException {
        return Files.write(
                folder.resolve("dead-letters.jsonl"),
                letters.stream().map(JsonLines::of).toList());
    }

    private Configuration configuration() {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap.servers", kafka.servers());
        config.set(PipelineKeys.CLAIM_STORE, folder.resolve("claims").toUri().toString());
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(folder.resolve("in").toString()));
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

    private List<DeadLetter> letters() {
        return values(DEAD_LETTERS, DeadLetter.class);
    }

    private <T extends SpecificRecord> List<T> values(String topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.readAll(topic)) {
            try {
                values.add(AvroBytes.read(record.value(), type));
            } catch (IOException e) {
                // the poison
            }
        }
        return values;
    }
}
