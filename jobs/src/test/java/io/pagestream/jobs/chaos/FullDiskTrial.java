package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagestream.jobs.pipeline.StubEngines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk that the stream writes its checkpoints to is full for a while. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FullDiskTrial {

    private static final int DOCUMENTS = 300;
    private static final Duration FEEDING = Duration.ofSeconds(40);
    private static final Duration FULL = Duration.ofSeconds(12);
    private static final Duration MOST = Duration.ofMinutes(3);

    @Test
    void nothingIsLostOrDoubledWhenTheDiskOfTheCheckpointsIsFullForAWhile() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "NOT RUN: a small disk can be mounted by root only");
        try (Trial trial = Trial.start("full-disk")) {
            Path folder = trial.folder().resolve("small-disk");
            try (SmallDisk disk = SmallDisk.mount(folder, 16)) {
                Documents documents = Documents.generate(trial.folder().resolve("documents"), DOCUMENTS, 5);
                trial.set(
                        "execution.checkpointing.dir",
                        folder.resolve("checkpoints").toUri());
                trial.submit(new StubEngines(224, 1, 100));
                trial.awaitRunning();
                try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), FEEDING)) {
                    trial.awaitAnotherCheckpoint();
                    disk.fill();
                    long full = System.currentTimeMillis();
                    Patience.pause(FULL.toMillis());
                    assertThat(trial.isPast(full + 1000))
                            .as("a checkpoint on a full disk")
                            .isFalse();
                    disk.empty();
                    long space = System.currentTimeMillis();
                    Patience.until("a checkpoint when there is space again", MOST, () -> {
                        trial.output().poll();
                        return trial.isPast(space);
                    });
                    Trial.say("well again " + (System.currentTimeMillis() - space) + " ms after there was space");
                    trial.awaitAnswers(documents, feeder, MOST, () -> {});
                }
                Verdict verdict = Verdict.of(documents, trial.output(), true);

                Trial.say(verdict.toString());
                assertThat(verdict.problems()).isEmpty();
            }
        }
    }
}
