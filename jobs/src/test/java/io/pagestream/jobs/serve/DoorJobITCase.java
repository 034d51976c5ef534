package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.embedded.SmallCluster;
import io.pagestream.jobs.pipeline.BreakablePipelines;
import io.pagestream.jobs.serve.End.State;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.PageText;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store and the job, without the door. */
@Timeout(180)
class DoorJobITCase {

    private static final int PAGES = 12;

    @TempDir
    Path data;

    private DataFolder folder;
    private DocumentStore store;
    private DoorJob job;

    @BeforeEach
    void start() throws Exception {
        folder = DataFolder.open(data);
        store = new DocumentStore(folder, OpenDoor.LIMITS);
        Configuration config = new Configuration();
        config.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.THREAD);
        config.set(PipelineKeys.READ_CAPACITY, 2);
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.checkpoints().toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
        Configuration complete = SmallCluster.defaults(config);
        PipelineOptions options = PipelineOptions.from(complete)
                .withAllowedRoots(List.of(folder.documents().toString()));
        job = DoorJob.start(
                complete,
                options,
                store,
                CompletableFuture.completedFuture(BreakablePipelines.engine()),
                BreakablePipelines::of);
    }

    @AfterEach
    void stop() throws Exception {
        job.close();
        folder.close();
    }

    private Kept submit(byte[] bytes, String task) throws Exception {
        try (Draft draft = store.draft()) {
            draft.receive(new ByteArrayInputStream(bytes), bytes.length, Duration.ofMinutes(1));
            Submission said = new Submission(
                    task.equals("ask") ? Made.wishes(task, "q1", "q2") : Made.wishes(task), "", "", "", null);
            return store.accept(draft, said, "").document();
        }
    }

    private End ended(Kept document) throws InterruptedException {
        long seen = 0;
        while (document.end().isEmpty()) {
            seen = store.changes().after(seen, 1, 1000).stream()
                    .mapToLong(Changes.Change::revision)
                    .findFirst()
                    .orElse(0);
        }
        return document.end().get();
    }

    @Test
    void after_a_failure_of_the_engine_every_document_ends_once() throws Exception {
        BreakablePipelines.failAfter(PAGES / 2);
        Kept first = submit(BreakablePipelines.document(PAGES), "read");
        Kept garbage = submit(new byte[] {1, 2, 3}, "read");
        Kept asked = submit(BreakablePipelines.document(2), "ask");

        assertThat(ended(first).state()).isEqualTo(State.COMPLETE);
        assertThat(ended(asked).state()).isEqualTo(State.COMPLETE);
        assertThat(ended(garbage).state()).isEqualTo(State.FAILED);
        Kept later = submit(BreakablePipelines.document(1), "read");
        assertThat(ended(later).state()).isEqualTo(State.COMPLETE);

        assertThat(BreakablePipelines.failures()).isEqualTo(1);
        assertThat(first.result().orElseThrow().getPages())
                .extracting(PageText::getIndex)
                .containsExactlyElementsOf(IntStream.range(0, PAGES).boxed().toList());
        assertThat(asked.end().orElseThrow().answers()).isEqualTo(4);
        assertThat(asked.answers()).hasSize(4);
        assertThat(garbage.letters(2)).singleElement().asString().contains("UNSUPPORTED_TYPE");
        assertThat(store.openDocuments()).isZero();
        assertThat(job.isRunning()).isTrue();
    }

    /** Its pages find no bytes any more; nothing of it comes back, and the job lives on. */
    @Test
    void a_document_that_is_deleted_while_it_is_read_stays_gone() throws Exception {
        Kept document = submit(BreakablePipelines.document(100), "read");
        store.changes().after(document.revision(), 1, 60_000);
        store.delete(document);
        Kept next = submit(BreakablePipelines.document(1), "read");

        assertThat(ended(next).state()).isEqualTo(State.COMPLETE);
        assertThat(store.documents()).isEqualTo(1);
        assertThat(folder.documents().resolve(document.id())).doesNotExist();
    }
}
