package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentRequest;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a stream from Kafka to Kafka shows of itself while it runs: metrics, and the progress of documents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservedStreamITCase {

    private static final String REQUESTS = KafkaOptions.REQUESTS.defaultValue();
    private static final String RESULTS = KafkaOptions.RESULTS.defaultValue();
    private static final String ANSWERS = KafkaOptions.ANSWERS.defaultValue();
    private static final String DEAD_LETTERS = KafkaOptions.DEAD_LETTERS.defaultValue();
    private static final String PROGRESS = "progress";
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path DASHBOARD = DEPLOY.resolve("grafana/dashboards/pagestream.json");
    private static final Path ALERTS = DEPLOY.resolve("prometheus/alerts.yml");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedKafka kafka;
    private JobClient job;
    private int port;

    @TempDir
    static Path folder;

    @BeforeAll
    void aStreamThatHasSeenEverythingThereIsToCount() throws Exception {
        port = freePort();
        kafka = EmbeddedKafka.withTopics(REQUESTS, RESULTS, ANSWERS, DEAD_LETTERS, PROGRESS);
        Configuration config = configuration();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(1);
        KafkaOptions topics = KafkaOptions.from(config);
        new OcrPipeline(
                        PipelineOptions.from(config),
                        new StubEngines(56, 1, 5),
                        DocumentSources.kafka(topics),
                        ResultSinks.of(SinkOptions.from(config), topics))
                .reporting(ResultSinks.progress(topics))
                .attachTo(env);
        job = env.executeAsync("observed");
        DocumentRequest asked = TestDocuments.asking(
                TestDocuments.inline("asked", TestDocuments.image("page_portrait.png")), "read+ask", "What?");
        asked.setTenant("press");
        kafka.send(REQUESTS, asked);
        kafka.send(REQUESTS, TestDocuments.inline("three", TestDocuments.pdf(3)));
        kafka.send(REQUESTS, TestDocuments.inline("lost", TestDocuments.corruptPdf()));
        kafka.flush();
        assertThat(kafka.read(RESULTS, records -> records.size() >= 2)).hasSize(2);
        assertThat(kafka.read(DEAD_LETTERS, records -> !records.isEmpty())).hasSize(1);
    }

    @AfterAll
    void stop() throws Exception {
        if (job != null) {
            job.cancel().get();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    private Configuration configuration() {
        Configuration config = new Configuration();
        config.setString("metrics.reporters", "prom");
        config.setString(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        config.setString("metrics.reporter.prom.port", Integer.toString(port));
        config.setString("kafka.bootstrap.servers", kafka.servers());
        config.set(KafkaOptions.NAMING, KafkaOptions.Naming.INCREMENTING);
        config.set(KafkaOptions.PROGRESS, PROGRESS);
        config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.THREAD);
        config.set(PipelineKeys.CLAIM_STORE, folder.resolve("claims").toUri().toString());
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return config;
    }

    @Test
    void eachMetricInTheDocumentOnRunningIsShownToPrometheusAndNoOtherOfOurs() throws Exception {
        Set<String> ours = new TreeSet<>(scraped());
        ours.removeIf(name -> !name.startsWith(OPERATOR + "pagestream_") && !name.startsWith(OPERATOR + "engine_"));

        assertThat(ours).containsExactlyElementsOf(documented());
    }

    @Test
    void dashboardAndAlertsAskForMetricsThatThereAre() throws Exception {
        Set<String> shown = scraped();
        for (Path file : List.of(DASHBOARD, ALERTS)) {
            Set<String> asked = namesIn(Files.readString(file));
            assertThat(asked).as("%s", file).hasSizeGreaterThan(5).isSubsetOf(shown);
        }
    }

    @Test
    void whatIsCountedIsWhatWasDone() throws Exception {
        String text = get("http://localhost:" + port + "/metrics");

        assertThat(sum(text, "pagestream_pagesDone")).isEqualTo(4);
        assertThat(sum(text, "pagestream_answers")).isEqualTo(1);
        assertThat(sum(text, "pagestream_reason_deadLetters")).isEqualTo(1);
        List<String> press = text.lines()
                .filter(line -> line.startsWith(OPERATOR + "pagestream_tenant_") && line.contains("tenant=\"press\""))
                .toList();
        assertThat(press).anyMatch(line -> line.contains("tenant_pages{") && line.endsWith(" 1.0"));
        assertThat(press).anyMatch(line -> line.contains("tenant_tokens{") && line.endsWith(" 3.0"));
    }

    @Test
    void progressEndsWithAllPagesOfADocument() throws Exception {
        List<DocumentProgress> last = new ArrayList<>();
        kafka.read(PROGRESS, records -> {
            last.clear();
            records.forEach(record -> last.add(progress(record.value())));
            return last.stream().filter(DocumentProgress::getFinished).count() >= 2;
        });
        assertThat(last)
                .filteredOn(DocumentProgress::getFinished)
                .extracting(each ->
                        each.getDocumentId() + " " + each.getTenant() + " " + each.getDone() + " of " + each.getTotal())
                .containsExactlyInAnyOrder("asked press 1 of 1", "three  3 of 3");
    }

    /** Needs the program {@code prometheus}, of the Debian package of this name. */
    @Test
    void eachQueryOfTheDashboardHasAnAnswerInARealPrometheus() throws Exception {
        Path program = program("prometheus");
        int own = freePort();
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 1s}
                scrape_configs: [{job_name: pagestream, static_configs: [{targets: ['localhost:%d']}]}]
                """.formatted(port));
        Process prometheus = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + own)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        try {
            String query = "http://127.0.0.1:" + own + "/api/v1/query?query=";
            await(() -> answers(query, "count_over_time(" + OPERATOR + "pagestream_pagesDone[1m]) >= 4"));
            List<String> silent = new ArrayList<>();
            List<String> queries = queries();
            for (String expression : queries) {
                if (!answers(query, expression.replace("$__rate_interval", "30s"))) {
                    silent.add(expression);
                }
            }
            assertThat(queries).hasSizeGreaterThan(20);
            assertThat(silent).as("queries without an answer").isEmpty();
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    /** Needs the program {@code promtool}, of Debian's package {@code prometheus}. */
    @Test
    void theAlertsAreRulesThatPrometheusTakes() throws Exception {
        Process check = new ProcessBuilder(program("promtool").toString(), "check", "rules", ALERTS.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(said).isZero();
    }

    /** From the tables of the section on metrics; what is written in capitals becomes a label. */
    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "running.md"));
        String section = text.substring(text.indexOf("\n## Metrics"), text.indexOf("\n## What one request took"));
        Set<String> names = new TreeSet<>();
        section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| metric") && !line.startsWith("| gauge"))
                .map(line -> line.substring(2, line.indexOf(" |", 2)))
                .flatMap(cell -> Pattern.compile(", ").splitAsStream(cell))
                .map(name -> name.startsWith("engine.") ? name : "pagestream." + name)
                .map(name -> OPERATOR + name.replaceAll("\\.[A-Z]+(?=\\.)", "").replace('.', '_'))
                .forEach(names::add);
        return names;
    }

    private static Set<String> namesIn(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = Pattern.compile("flink_\\w+").matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        new ObjectMapper()
                .readTree(DASHBOARD.toFile())
                .findValues("expr")
                .forEach(expression -> queries.add(expression.asText()));
        return queries;
    }

    /** A checkpoint and some records have to be over before Flink's own metrics are all there. */
    private Set<String> scraped() throws Exception {
        await(() -> get("http://localhost:" + port + "/metrics").contains("job_lastCheckpointDuration"));
        Set<String> names = new TreeSet<>();
        get("http://localhost:" + port + "/metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }

    private static double sum(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(OPERATOR + name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private boolean answers(String address, String query) throws Exception {
        JsonNode answer = new ObjectMapper().readTree(get(address + URLEncoder.encode(query, StandardCharsets.UTF_8)));
        assertThat(answer.path("status").asText()).as("%s: %s", query, answer).isEqualTo("success");
        return !answer.path("data").path("result").isEmpty();
    }

    private String get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static DocumentProgress progress(byte[] value) {
        try {
            return AvroBytes.read(value, DocumentProgress.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            boolean late = Instant.now().isAfter(until);
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException e) {
                if (late) {
                    throw e;
                }
            }
            assertThat(late).as("waited " + PATIENCE + " in vain").isFalse();
            Thread.sleep(200);
        }
    }

    private static Path program(String name) {
        Optional<Path> found = Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
        String missing = "NOT RUN: there is no program " + name + " (apt-get install prometheus)";
        if (found.isEmpty()) {
            System.err.println(missing);
        }
        assumeTrue(found.isPresent(), missing);
        return found.orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
