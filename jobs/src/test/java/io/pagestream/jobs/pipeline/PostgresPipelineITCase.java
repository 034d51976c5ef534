package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole stream from a real broker into a real PostgreSQL, with an engine that is lost in the middle. */
class PostgresPipelineITCase {

    private static final int DOCUMENTS = 100;
    private static final int CORRUPT_EVERY = 10;
    private static final int BAD_RECORDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String RESULTS =
            "SELECT count(*) || ' ' || count(DISTINCT document_id) FROM pagestream_results";
    private static final String PAGES =
            "SELECT count(*) || ' ' || count(DISTINCT (document_id, page)) FROM pagestream_pages";
    private static final String LETTERS =
            "SELECT count(*) || ' ' || count(DISTINCT (document_id, original_uri)) FROM pagestream_dead_letters";

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.withTopics(KafkaOptions.REQUESTS.defaultValue());
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "30")
                .setServerConfig("fsync", "off")
                .start();
        execute(Files.readString(Path.of("../deploy/postgresql.sql")));
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void everyDocumentPageAndLetterIsThereOnceAlthoughTheEngineIsLost(Delivery delivery) throws Exception {
        int failuresBefore = BreakableEngine.FAILURES.get();
        JobClient job = start(delivery);
        send(0, DOCUMENTS / 2);
        await(job, "SELECT count(*) > 0 FROM pagestream_results", "t"); // so at least one checkpoint was completed
        BreakableEngine.UNTIL_FAILURE.set(15);
        send(DOCUMENTS / 2, DOCUMENTS);
        for (int i = 0; i < BAD_RECORDS; i++) {
            kafka.send(KafkaOptions.REQUESTS.defaultValue(), new byte[] {(byte) 0xff, 1, (byte) i});
        }
        kafka.flush();

        int corrupt = DOCUMENTS / CORRUPT_EVERY;
        int good = DOCUMENTS - corrupt;
        int letters = corrupt + BAD_RECORDS;
        await(job, RESULTS, good + " " + good);
        await(job, LETTERS, letters + " " + letters);
        job.stopWithSavepoint(
                        false,
                        folder.resolve("savepoints").toString(),
                        org.apache.flink.core.execution.SavepointFormatType.CANONICAL)
                .get();

        assertThat(BreakableEngine.FAILURES.get() - failuresBefore).isEqualTo(1);
        assertThat(value(RESULTS)).isEqualTo(good + " " + good);
        assertThat(value(PAGES)).isEqualTo(2 * good + " " + 2 * good);
        assertThat(value(LETTERS)).isEqualTo(letters + " " + letters);
        assertThat(value("SELECT string_agg(DISTINCT status, ' ') FROM pagestream_results"))
                .isEqualTo("COMPLETE");
        assertThat(value("SELECT count(*) FROM pg_prepared_xacts"))
                .as("transactions that nobody ends")
                .isEqualTo("0");
    }

    private void send(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            byte[] document = i % CORRUPT_EVERY == 9 ? TestDocuments.corruptPdf() : TestDocuments.pdf(2);
            kafka.send(KafkaOptions.REQUESTS.defaultValue(), TestDocuments.inline("document-" + i, document));
        }
        kafka.flush();
    }

    private JobClient start(Delivery delivery) throws Exception {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap.servers", kafka.servers());
        config.set(SinkOptions.KIND, SinkOptions.Kind.JDBC);
        config.set(SinkOptions.DELIVERY, delivery);
        config.set(SinkOptions.JDBC_URL, postgres.getJdbcUrl("postgres", "postgres"));
        config.set(PipelineKeys.CLAIM_STORE, folder.resolve("claims").toUri().toString());
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        KafkaOptions topics = KafkaOptions.from(config);
        new OcrPipeline(
                        PipelineOptions.from(config),
                        BreakableEngine.over(new StubEngines(56, 6, 10)),
                        DocumentSources.kafka(topics),
                        ResultSinks.of(SinkOptions.from(config), topics))
                .attachTo(env);
        return env.executeAsync("to-tables");
    }

    private void await(JobClient job, String sql, String expected) throws Exception {
        CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
        Instant until = Instant.now().plus(PATIENCE);
        while (!value(sql).equals(expected) && Instant.now().isBefore(until)) {
            if (end.isDone()) {
                end.get(); // tells why the job has failed
            }
            Thread.sleep(200);
        }
    }

    private String value(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
