package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.options.PipelineKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The job as it is shipped, on a cluster whose processes are killed one after the other. The model is a tiny one of random
 * numbers: nobody looks at the words, and the cores are for the cluster.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterTrial {

    private static final Path TINY = Path.of("..", "models", "src", "test", "golden", "internvl25-qwen-tiny");
    private static final int DOCUMENTS = 100;
    private static final Duration FEEDING = Duration.ofSeconds(45);
    private static final Duration RECOVERY = Duration.ofSeconds(240);

    @Test
    void everyPageComesOutOnceWhateverIsKilledAndWhereverTheJobGoesOn() throws Exception {
        try (Trial trial = Trial.start("cluster")) {
            Documents documents = Documents.generate(trial.folder().resolve("documents"), DOCUMENTS, 7);
            trial.set(
                    PipelineKeys.MODEL.key(), TINY.toAbsolutePath().normalize().toString());
            trial.set(PipelineKeys.DEVICE.key(), "cpu:f32");
            trial.set(PipelineKeys.MAX_TILES.key(), 1);
            trial.set(PipelineKeys.MAX_READ_TOKENS.key(), 2);
            trial.submit(ClassPaths.JOB_JAR);
            trial.awaitRunning();
            try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), FEEDING)) {
                for (Blow blow : Blow.values()) {
                    strike(trial, blow);
                }
                upgrade(trial);
                trial.awaitAnswers(documents, feeder, RECOVERY, () -> {});
            }

            Verdict verdict = Verdict.of(documents, trial.output(), false);

            Trial.say(verdict.toString());
            assertThat(verdict.problems()).isEmpty();
        }
    }

    private static void strike(Trial trial, Blow blow) throws IOException {
        Recovery recovery = new Recovery(blow);
        blow.fall(trial);
        Patience.until("recovery from " + blow + "; logs: " + trial.flink().logs(), RECOVERY, () -> {
            trial.output().poll();
            return recovery.isOver(trial);
        });
        Trial.say(blow + ": well again after " + recovery.millis() + " ms");
    }

    /** Stops with a savepoint, and goes on from it with another jar and another parallelism. */
    private static void upgrade(Trial trial) throws IOException {
        String savepoint = trial.flink()
                .rest()
                .stopWithSavepoint(trial.job(), trial.folder().resolve("savepoints"));
        trial.set("execution.state-recovery.path", savepoint);
        trial.set("parallelism.default", 3);
        trial.submit(anotherJar(trial.folder().resolve("pagestream-job-next.jar")));
        trial.awaitRunning();
        Trial.say("goes on from a savepoint with another jar, three subtasks instead of two");
    }

    /** The same classes in a jar that is not the same: the cluster has never seen it. */
    private static Path anotherJar(Path file) throws IOException {
        try (ZipInputStream from = new ZipInputStream(Files.newInputStream(ClassPaths.JOB_JAR));
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                from.transferTo(to);
            }
            to.putNextEntry(new ZipEntry("META-INF/next-version"));
        }
        return file;
    }
}
