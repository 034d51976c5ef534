package io.pagestream.jobs.chaos;

import io.pagestream.jobs.cluster.RunJob;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.jobs.pipeline.StubbedStream;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.sink.ResultSinks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine;

/** A cluster with a broker, and one job on it that goes on for as long as the trial does. Closing it ends all processes. */
final class Trial implements AutoCloseable {

    private static final Duration RUNS = Duration.ofSeconds(240);
    private static final int TASK_MANAGERS = 2;
    private static final long PROGRESS_NANOS = 10_000_000_000L;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Path folder;
    private final LocalBroker broker;
    private final LocalFlink flink;
    private final Map<String, String> options = new TreeMap<>();
    private CommittedOutput output;
    private String job;

    private Trial(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.broker = new LocalBroker(folder.resolve("broker"));
        this.flink = new LocalFlink(folder.resolve("flink"), TASK_MANAGERS, settings);
    }

    /** Starts everything but the job. What a trial of this name has left is deleted first. */
    static Trial start(String name) throws IOException {
        return start(cleared(name), Map.of());
    }

    /** An empty folder for a trial. */
    static Path cleared(String name) throws IOException {
        Path folder = ClassPaths.TARGET.resolve("trials").resolve(name);
        FileUtils.deleteDirectory(folder.toFile());
        return Files.createDirectories(folder);
    }

    /** @param settings of the cluster, beside those that all trials have */
    static Trial start(Path folder, Map<String, String> settings) throws IOException {
        Trial trial = new Trial(folder, settings);
        try {
            trial.broker.start();
            trial.flink.start();
            trial.broker.awaitStart();
            trial.broker.createTopics(List.of(
                    KafkaOptions.REQUESTS.defaultValue(),
                    CommittedOutput.RESULTS,
                    KafkaOptions.ANSWERS.defaultValue(),
                    CommittedOutput.DEAD_LETTERS));
            trial.output = new CommittedOutput(trial.broker.servers(), folder.resolve("claims"));
            trial.flink.awaitStart();
        } catch (IOException | RuntimeException | Error e) {
            trial.close();
            throw e;
        }
        trial.set("kafka.bootstrap.servers", trial.broker.servers());
        trial.set(KafkaOptions.NAMING.key(), "INCREMENTING");
        trial.set(PipelineKeys.ALLOWED_ROOTS.key(), folder.resolve("documents").toUri());
        trial.set(PipelineKeys.CLAIM_STORE.key(), folder.resolve("claims").toUri());
        trial.set("execution.checkpointing.interval", "1s");
        trial.set("execution.checkpointing.dir", folder.resolve("checkpoints").toUri());
        trial.set("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        trial.set("parallelism.default", 2);
        return trial;
    }

    static void say(String line) {
        System.out.println(LocalTime.now().format(CLOCK) + " " + line);
    }

    /** An option of the job that is submitted next. */
    void set(String key, Object value) {
        options.put(key, value.toString());
    }

    /** {@code pagestream run --submit}, as users type it. */
    void submit(Path jar) throws IOException {
        Path config = folder.resolve("pagestream.yaml");
        Files.writeString(
                config,
                options.entrySet().stream()
                        .map(option -> option.getKey() + ": \"" + option.getValue() + "\"\n")
                        .collect(Collectors.joining()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = new CommandLine(new RunJob(streams))
                .execute("--config", config.toString(), "--submit", flink.address(), "--jar", jar.toString());
        if (code != 0) {
            throw new AssertionError("pagestream run ended with " + code + ": " + err);
        }
        job = out.toString(StandardCharsets.UTF_8).strip();
    }

    /** The same stream with an engine that is none. */
    void submit(StubEngines engines) throws Exception {
        Configuration config = Configuration.fromMap(options);
        submit(engines, ResultSinks.of(SinkOptions.from(config), KafkaOptions.from(config)));
    }

    void submit(StubEngines engines, ResultSinks sinks) throws Exception {
        Path stub = folder.resolve("stub.jar");
        StubbedStream.jar(stub);
        Configuration config = Configuration.fromMap(options);
        config.set(DeploymentOptions.TARGET, "remote");
        config.set(DeploymentOptions.ATTACHED, false);
        config.setString("rest.address", "localhost");
        config.setString("rest.port", flink.address().split(":")[1]);
        config.set(
                PipelineOptions.JARS,
                List.of(ClassPaths.JOB_JAR.toUri().toString(), stub.toUri().toString()));
        job = StubbedStream.submit(config, engines, sinks);
    }

    void awaitRunning() {
        ClusterRest rest = flink.rest();
        Patience.until("job " + job + " runs; logs: " + flink.logs(), RUNS, () -> rest.runs(job));
    }

    /** Until all of {@code documents} are sent and answered, and whatever would come twice has come; {@code meanwhile} is done again and again. */
    void awaitAnswers(Documents documents, Feeder feeder, Duration most, Runnable meanwhile) {
        long[] said = {System.nanoTime()};
        Patience.until("all documents are answered; logs: " + flink.logs(), most, () -> {
            output.poll();
            meanwhile.run();
            if (System.nanoTime() - said[0] > PROGRESS_NANOS) {
                said[0] = System.nanoTime();
                say(progress(documents, feeder));
            }
            return feeder.sent() == documents.all().size()
                    && output.results().size() >= documents.results()
                    && output.deadLetters().size() >= documents.deadLetters();
        });
        awaitAnotherCheckpoint();
        output.drain();
    }

    String progress(Documents documents, Feeder feeder) {
        return String.format(
                "sent %d of %d, committed %d of %d results, %d of %d dead letters",
                feeder.sent(),
                documents.all().size(),
                output.results().size(),
                documents.results(),
                output.deadLetters().size(),
                documents.deadLetters());
    }

    /** Until a checkpoint is complete that begins from now on. */
    void awaitAnotherCheckpoint() {
        long now = System.currentTimeMillis();
        Patience.until("another checkpoint of job " + job + "; logs: " + flink.logs(), RUNS, () -> isPast(now));
    }

    /** Whether a checkpoint is complete that began after {@code millis} since 1970. */
    boolean isPast(long millis) {
        return flink.rest()
                .latestCheckpoint(job)
                .filter(checkpoint -> checkpoint.triggered() > millis)
                .isPresent();
    }

    Path folder() {
        return folder;
    }

    LocalBroker broker() {
        return broker;
    }

    LocalFlink flink() {
        return flink;
    }

    CommittedOutput output() {
        return output;
    }

    String job() {
        return job;
    }

    @Override
    public void close() {
        if (output != null) {
            output.close();
        }
        flink.close();
        broker.close();
    }
}
