package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.operators.options.SinkOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that the stream writes to is full for a while: that of its checkpoints, or that of its results. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FullDiskTrial {

    private static final int DOCUMENTS = 300;
    private static final int MEGABYTES = 16;
    private static final Duration FEEDING = Duration.ofSeconds(40);
    private static final Duration FULL = Duration.ofSeconds(12);
    private static final Duration MOST = Duration.ofMinutes(4);

    @Test
    void nothingIsLostOrDoubledWhenTheDiskOfTheCheckpointsIsFullForAWhile() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "NOT RUN: a small disk can be mounted by root only");
        try (Trial trial = Trial.start("full-disk")) {
            Path folder = trial.folder().resolve("small-disk");
            try (SmallDisk disk = SmallDisk.mount(folder, MEGABYTES)) {
                Documents documents = documents(trial);
                trial.set(
                        "execution.checkpointing.dir",
                        folder.resolve("checkpoints").toUri());
                trial.submit(new StubEngines(224, 1, 100));
                trial.awaitRunning();
                try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), FEEDING)) {
                    trial.awaitAnotherCheckpoint();
                    fillAndEmpty(trial, disk);
                    trial.awaitAnswers(documents, feeder, MOST, () -> {});
                }
                Verdict verdict = Verdict.of(documents, trial.output(), true);

                Trial.say(verdict.toString());
                assertThat(verdict.problems()).isEmpty();
            }
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenTheDiskOfTheFilesIsFullForAWhile() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "NOT RUN: a small disk can be mounted by root only");
        try (Trial trial = Trial.start("full-disk-files")) {
            Path folder = trial.folder().resolve("small-disk");
            try (SmallDisk disk = SmallDisk.mount(folder, MEGABYTES)) {
                Documents documents = documents(trial);
                CommittedFiles files = new CommittedFiles(folder.resolve("out"));
                trial.set(SinkOptions.KIND.key(), SinkOptions.Kind.FILES);
                trial.set(SinkOptions.FILES_FOLDER.key(), folder.resolve("out").toUri());
                trial.submit(new StubEngines(224, 1, 100));
                trial.awaitRunning();
                try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), FEEDING)) {
                    Patience.until("files are final; logs: " + trial.flink().logs(), MOST, () -> size(files) > 0);
                    fillAndEmpty(trial, disk);
                    int all = documents.results() + documents.deadLetters();
                    Patience.until(
                            "all documents are answered; logs: " + trial.flink().logs(),
                            MOST,
                            () -> feeder.sent() == documents.all().size() && size(files) >= all);
                }
                trial.awaitAnotherCheckpoint();
                Verdict verdict = Verdict.of(documents, files.results(), files.deadLetters(), true);

                Trial.say(verdict.toString());
                assertThat(verdict.problems()).isEmpty();
            }
        }
    }

    private static Documents documents(Trial trial) throws IOException {
        return Documents.generate(trial.folder().resolve("documents"), DOCUMENTS, 5);
    }

    private static int size(CommittedFiles files) {
        try {
            return files.results().size() + files.deadLetters().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until a checkpoint is complete again; while the disk is full there is none. */
    private static void fillAndEmpty(Trial trial, SmallDisk disk) throws IOException {
        disk.fill();
        long full = System.currentTimeMillis();
        Patience.pause(FULL.toMillis());
        assertThat(trial.isPast(full + 1000)).as("a checkpoint on a full disk").isFalse();
        disk.empty();
        long space = System.currentTimeMillis();
        Patience.until("a checkpoint when there is space again", MOST, () -> {
            trial.output().poll();
            return trial.isPast(space);
        });
        Trial.say("well again " + (System.currentTimeMillis() - space) + " ms after there was space");
    }
}
