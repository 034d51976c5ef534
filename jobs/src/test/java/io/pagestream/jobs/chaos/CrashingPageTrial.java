package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page that ends the TaskManager which asks about it, whichever that is, among documents that do not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashingPageTrial {

    private static final int DOCUMENTS = 120;
    private static final int DEADLY = 31;
    private static final Duration FEEDING = Duration.ofSeconds(20);
    private static final Duration MOST = Duration.ofMinutes(8);

    @Test
    void afterThreeTaskManagersThePageIsADeadLetterAndAllElseIsThereOnce() throws Exception {
        try (Trial trial = Trial.start("crashing-page")) {
            Documents documents = Documents.generate(trial.folder().resolve("documents"), DOCUMENTS, 11, DEADLY);
            trial.set(
                    PipelineKeys.ATTEMPTS_FOLDER.key(),
                    trial.folder().resolve("attempts").toUri());
            trial.submit(new StubEngines(224, 1, 100, documents.deadlyText()));
            trial.awaitRunning();
            AtomicInteger deaths = new AtomicInteger();
            try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), FEEDING)) {
                trial.awaitAnswers(documents, feeder, MOST, () -> deaths.addAndGet(revived(trial)));
            }

            Verdict verdict = Verdict.of(documents, trial.output(), true);

            Trial.say(verdict + "; TaskManagers that ended: " + deaths);
            assertThat(verdict.problems()).isEmpty();
            assertThat(deaths).hasValue(3);
            assertThat(trial.output().deadLetters())
                    .filteredOn(letter -> letter.getReason() == Reason.CRASHED_REPEATEDLY)
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.getDocumentId()).isEqualTo("document-" + DEADLY);
                        assertThat(letter.getStage()).isEqualTo(Stage.RECOGNIZE);
                        assertThat(letter.getAttempts()).isEqualTo(3);
                    })
                    .extracting(DeadLetter::getPage)
                    .isEqualTo(documents.deadlyPage());
        }
    }

    /** What a supervisor does. */
    private static int revived(Trial trial) {
        try {
            return trial.flink().revive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
