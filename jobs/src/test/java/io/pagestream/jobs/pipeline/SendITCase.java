package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.send.Send;
import io.pagestream.jobs.stream.RunStream;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.Question;
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

/** Documents named on the command line reach a running job through a real broker. */
class SendITCase {

    private static final String REQUESTS = KafkaOptions.REQUESTS.defaultValue();
    private static final String RESULTS = KafkaOptions.RESULTS.defaultValue();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path scans;
    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        scans = Files.createDirectories(folder.resolve("in/scans"));
        Files.createDirectory(scans.resolve("old"));
        Files.write(scans.resolve("a.png"), TestDocuments.image("tiny_7x5.png"));
        Files.write(scans.resolve("old/b.png"), TestDocuments.image("tiny_7x5.png"));
        kafka = EmbeddedKafka.withTopics(
                REQUESTS, RESULTS, KafkaOptions.ANSWERS.defaultValue(), KafkaOptions.DEAD_LETTERS.defaultValue());
    }

    @AfterEach
    void stopBroker() throws Exception {
        kafka.close();
    }

    @Test
    void aFolderIsReadByTheStream() throws Exception {
        JobClient job = RunStream.start(configuration());

        int code = send(scans.toString(), "--prefix", "2026/", "--tenant", "press", "--lane", "backfill");
        kafka.read(RESULTS, records -> records.size() >= 2);
        job.cancel().get();

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringWhitespace("{\"sent\":2,\"topic\":\"" + REQUESTS + "\"}");
        assertThat(values(RESULTS, OcrResult.class))
                .extracting(OcrResult::getDocumentId)
                .containsExactlyInAnyOrder("2026/a.png", "2026/old/b.png");
        assertThat(values(REQUESTS, DocumentRequest.class)).hasSize(2).allSatisfy(request -> {
            assertThat(request.getTenant()).isEqualTo("press");
            assertThat(request.getLane()).isEqualTo(Lane.BACKFILL);
        });
    }

    @Test
    void questionsGoWithTheirDocument() throws Exception {
        int code = send("s3://archive/a.pdf", "--task", "read+ask", "--question", "Who?", "--question", "When?");

        assertThat(code).isZero();
        kafka.read(REQUESTS, records -> records.size() >= 1);
        DocumentRequest request = values(REQUESTS, DocumentRequest.class).get(0);
        assertThat(request.getSource().getUri()).isEqualTo("s3://archive/a.pdf");
        assertThat(request.getQuestions()).containsExactly(new Question("q1", "Who?"), new Question("q2", "When?"));
    }

    @Test
    void whatTheStreamWouldRefuseIsNotSent() throws Exception {
        assertThat(send(scans.toString(), "--task", "guess")).isNotZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("a.png").contains("got 'guess'");
        assertThat(send(scans.toString(), "--task", "ask")).isNotZero();
        assertThat(send(scans.toString(), "--field", "total")).isNotZero();
        assertThat(send(scans.resolve("c.png").toString())).isNotZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no file or folder");

        assertThat(kafka.readAll(REQUESTS)).isEmpty();
    }

    private int send(String... more) throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.yaml"), "kafka.bootstrap.servers: \"" + kafka.servers() + "\"\n");
        List<String> line = new ArrayList<>(List.of("--config", config.toString()));
        line.addAll(List.of(more));
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Streams streams = new Streams(new PrintStream(out, true, StandardCharsets.UTF_8), errors);
        CommandLine command = new CommandLine(new Send(streams));
        command.setExecutionExceptionHandler((failure, itself, parsed) -> {
            errors.println(failure.getMessage());
            return 1;
        });
        return command.execute(line.toArray(String[]::new));
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

    private <T extends SpecificRecord> List<T> values(String topic, Class<T> type) throws IOException {
        List<T> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.readAll(topic)) {
            values.add(AvroBytes.read(record.value(), type));
        }
        return values;
    }
}
