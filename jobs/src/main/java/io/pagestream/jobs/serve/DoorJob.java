package io.pagestream.jobs.serve;

import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.embedded.HandIn;
import io.pagestream.jobs.embedded.HandOver;
import io.pagestream.jobs.pipeline.OcrPipeline;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.schemas.DocumentProgress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The one job behind the door, on a Flink cluster in this JVM: the pipeline from the store's open documents to the store. When
 * the engine fails Flink restarts it from its last checkpoint; the model stays loaded meanwhile.
 */
final class DoorJob implements AutoCloseable {

    private static final long CANCEL_SECONDS = 10;
    private static final long ANSWER_SECONDS = 5;

    private final CompletableFuture<OcrEngine> lease;
    private final HandIn source;
    private final HandOver.Ends ends;
    private final HandOver<DocumentProgress> opened;
    private final HandOver<DocumentProgress> progress;
    private final JobClient client;

    private DoorJob(
            CompletableFuture<OcrEngine> lease,
            HandIn source,
            HandOver.Ends ends,
            HandOver<DocumentProgress> opened,
            HandOver<DocumentProgress> progress,
            JobClient client) {
        this.lease = lease;
        this.source = source;
        this.ends = ends;
        this.opened = opened;
        this.progress = progress;
        this.client = client;
    }

    /** How the pipeline is made; another one has another engine. */
    interface Pipelines {
        OcrPipeline of(PipelineOptions options, Source<RequestRecord, ?, ?> source, ResultSinks sinks);
    }

    /** With the model that {@code options} name, which is loaded while the cluster starts. */
    static DoorJob start(Configuration config, PipelineOptions options, DocumentStore store) throws Exception {
        CompletableFuture<OcrEngine> lease = CompletableFuture.supplyAsync(() -> SharedEngines.lease(options.engine()));
        return start(
                config,
                options,
                store,
                lease,
                (of, source, sinks) ->
                        new OcrPipeline(of, source, sinks.results(), sinks.answers(), sinks.deadLetters()));
    }

    static DoorJob start(
            Configuration config,
            PipelineOptions options,
            DocumentStore store,
            CompletableFuture<OcrEngine> lease,
            Pipelines pipelines)
            throws Exception {
        HandIn source = HandIn.from(store);
        HandOver.Ends ends = HandOver.Ends.to(
                result -> store.tell(result.getDocumentId(), document -> document.add(result)),
                answer -> store.tell(answer.getDocumentId(), document -> document.add(answer)),
                letter -> store.tell(letter.getDocumentId(), document -> document.add(letter)));
        HandOver<DocumentProgress> opened =
                HandOver.to(each -> store.tell(each.getDocumentId(), document -> document.add(each)));
        HandOver<DocumentProgress> progress =
                HandOver.to(each -> store.tell(each.getDocumentId(), document -> document.add(each)));
        int parallelism = config.get(CoreOptions.DEFAULT_PARALLELISM);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, config);
        pipelines
                .of(options, source, ends.sinks())
                .announcing(opened)
                .reporting(progress)
                .attachTo(env);
        return new DoorJob(lease, source, ends, opened, progress, env.executeAsync("pagestream-serve"));
    }

    /** Whether documents are being read now. */
    boolean isRunning() {
        try {
            return lease.isDone()
                    && !lease.isCompletedExceptionally()
                    && client.getJobStatus().get(ANSWER_SECONDS, TimeUnit.SECONDS) == JobStatus.RUNNING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /**
     * Waits until the model is loaded, then until the job ends, which it does not by itself.
     *
     * @throws CommandFailure when the model cannot be loaded, or the job ended
     */
    void await() throws InterruptedException {
        try {
            lease.get();
            client.getJobExecutionResult().get();
            throw new CommandFailure("the job ended although nobody has asked it to");
        } catch (ExecutionException e) {
            throw new CommandFailure(CommandFailure.sentenceOf(e), e);
        }
    }

    @Override
    public void close() {
        try {
            client.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It has ended already, or ends with the process: what has not ended lies on disk.
        }
        lease.thenAccept(OcrEngine::close);
        source.close();
        ends.close();
        opened.close();
        progress.close();
    }
}
