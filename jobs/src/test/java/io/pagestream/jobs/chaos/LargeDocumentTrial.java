package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A document of four thousand pages before a slow model: checkpoints go on, and they stay small. */
class LargeDocumentTrial {

    private static final int PAGES = 4000;
    private static final StubEngines SLOW = new StubEngines(224, 1, 500);
    private static final int READ_CAPACITY = 16;
    private static final Duration MOST = Duration.ofMinutes(8);

    /** A reference in the stream, or a finished text in state; pixels would be a hundred times as much. */
    private static final long BYTES_OF_A_PAGE = 3000;

    @Test
    void aDocumentOfFourThousandPagesPassesInHeapsAndCheckpointsThatStaySmall() throws Exception {
        try (Trial trial = Trial.start("large")) {
            Documents documents = Documents.large(trial.folder().resolve("documents"), PAGES);
            trial.set(PipelineKeys.READ_CAPACITY.key(), READ_CAPACITY);
            trial.set(PipelineKeys.CLAIM_ABOVE.key(), KafkaOptions.MAX_RECORD.defaultValue());
            trial.submit(SLOW);
            trial.awaitRunning();
            Peaks peaks = new Peaks();
            try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), Duration.ofSeconds(1))) {
                trial.awaitAnswers(documents, feeder, MOST, () -> peaks.see(trial));
            }
            Verdict verdict = Verdict.of(documents, trial.output(), true);

            Trial.say(verdict + "; " + peaks);
            assertThat(verdict.problems()).isEmpty();
            assertThat(trial.output().large())
                    .as("the result lies in the claim store")
                    .isEqualTo(1);
            assertThat(peaks.bytes).as("largest checkpoint").isLessThan(PAGES * BYTES_OF_A_PAGE);
            assertThat(peaks.gap).as("milliseconds between two checkpoints").isLessThan(30_000);
        }
    }

    /** The worst that was seen of checkpoints and heaps. */
    private static final class Peaks {

        private long bytes;
        private long millis;
        private long gap;
        private long heap;
        private long last = System.currentTimeMillis();

        void see(Trial trial) {
            ClusterRest rest = trial.flink().rest();
            Optional<ClusterRest.Checkpoint> latest = rest.latestCheckpoint(trial.job());
            long done = latest.map(checkpoint -> checkpoint.triggered() + checkpoint.millis())
                    .orElse(last);
            gap = Math.max(gap, System.currentTimeMillis() - Math.max(done, last));
            last = Math.max(done, last);
            latest.ifPresent(checkpoint -> {
                bytes = Math.max(bytes, checkpoint.bytes());
                millis = Math.max(millis, checkpoint.millis());
            });
            for (int number = 0; number < trial.flink().taskManagers(); number++) {
                String id = trial.flink().resourceId(number);
                heap = Math.max(heap, rest.figure(id, "Status.JVM.Memory.Heap.Used"));
            }
        }

        @Override
        public String toString() {
            return "largest checkpoint " + bytes + " bytes, longest " + millis + " ms, longest time without one " + gap
                    + " ms, fullest heap " + (heap >> 20) + " MB of 384";
        }
    }
}
