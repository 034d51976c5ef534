package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checkpoints, claim store and results on S3, with the plug-in that ships, and a TaskManager that dies in the middle. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class S3Trial {

    private static final int DOCUMENTS = 120;
    private static final String BUCKET = "pagestream";
    private static final Duration FEEDING = Duration.ofSeconds(30);
    private static final Duration MOST = Duration.ofMinutes(5);

    @Test
    void everythingOnS3IsThereOnceAlthoughATaskManagerDies() throws Exception {
        Path place = Trial.cleared("s3");
        try (S3Server s3 = new S3Server(place.resolve("s3"), BUCKET);
                Trial trial = Trial.start(place, s3.settings())) {
            FileSystem.initialize(Configuration.fromMap(s3.settings()), null); // who submits looks at the folder, too
            Documents documents = Documents.generate(place.resolve("documents"), DOCUMENTS, 3);
            CommittedFiles files = new CommittedFiles(s3.folderOf(BUCKET).resolve("out"));
            trial.set("execution.checkpointing.dir", "s3://" + BUCKET + "/checkpoints");
            trial.set(PipelineKeys.CLAIM_STORE.key(), "s3://" + BUCKET + "/claims");
            trial.set(SinkOptions.KIND.key(), SinkOptions.Kind.FILES);
            trial.set(SinkOptions.FILES_FOLDER.key(), "s3://" + BUCKET + "/out");
            trial.submit(new StubEngines(224, 1, 100));
            trial.awaitRunning();
            try (Feeder feeder = new Feeder(trial.broker().servers(), inline(documents), FEEDING)) {
                Patience.until("files are final; logs: " + trial.flink().logs(), MOST, () -> size(files) > 0);
                Recovery recovery = new Recovery(Blow.KILL_TASK_MANAGER);
                Blow.KILL_TASK_MANAGER.fall(trial);
                Patience.until("recovery; logs: " + trial.flink().logs(), MOST, () -> recovery.isOver(trial));
                Trial.say("TaskManager killed: well again after " + recovery.millis() + " ms");
                int all = documents.results() + documents.deadLetters();
                Patience.until(
                        "all documents are answered; logs: " + trial.flink().logs(),
                        MOST,
                        () -> feeder.sent() == documents.all().size() && size(files) >= all);
            }
            trial.awaitAnotherCheckpoint();

            List<OcrResult> results = files.results();
            Verdict verdict = Verdict.of(documents, results, files.deadLetters(), true);
            Trial.say(
                    verdict + "; " + objects(s3.folderOf(BUCKET).resolve("claims")) + " documents in the claim store");
            assertThat(verdict.problems()).isEmpty();
            assertThat(results)
                    .filteredOn(result -> result.getSource().getUri().startsWith("s3://" + BUCKET + "/claims/"))
                    .as("documents that came inside their record")
                    .hasSizeGreaterThan(DOCUMENTS / 2);
            assertThat(s3.folderOf(BUCKET).resolve("checkpoints")).isNotEmptyDirectory();
        } finally {
            FileSystem.initialize(new Configuration(), null);
        }
    }

    /** The documents that can be sent so come inside their records. */
    private static List<Documents.Sent> inline(Documents documents) {
        return documents.all().stream().map(Documents.Sent::inline).toList();
    }

    private static int size(CommittedFiles files) {
        try {
            return files.results().size() + files.deadLetters().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long objects(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
