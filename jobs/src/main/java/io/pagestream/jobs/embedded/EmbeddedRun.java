package io.pagestream.jobs.embedded;

import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.PageProgress;
import io.pagestream.jobs.pipeline.OcrPipeline;
import io.pagestream.operators.metrics.Progress;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import io.pagestream.schemas.DocumentRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One run of the pipeline over a list of documents, on a Flink cluster in this JVM that starts and ends with it. The same
 * pipeline as on Kafka; a failure of the engine ends the run instead of restarting it.
 */
public final class EmbeddedRun {

    private static final long LOOK_EVERY_MILLIS = 100;

    private final Configuration config;
    private final PipelineOptions options;
    private final String runId = UUID.randomUUID().toString();

    /**
     * @param config the pipeline's keys and Flink's
     * @param roots addresses below which documents may be opened
     * @throws IllegalArgumentException when options contradict each other
     */
    public EmbeddedRun(Configuration config, List<String> roots) {
        this.config = new Configuration();
        this.config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        this.config.addAll(SmallCluster.defaults(config));
        this.config.set(PipelineKeys.RUN_ID, runId);
        this.options = PipelineOptions.from(this.config).withAllowedRoots(roots);
    }

    /** Where this run may read documents from. */
    public AccessOptions access() {
        return options.access();
    }

    /**
     * Runs to the end.
     *
     * @throws CommandFailure when the model, the device or a sink fails
     */
    public Outcome over(List<DocumentRequest> requests, ResultSinks sinks, PageProgress view) {
        long started = System.nanoTime();
        // Loads the model while the cluster starts; the subtasks find it loaded or wait for the same load.
        CompletableFuture<OcrEngine> lease = CompletableFuture.supplyAsync(() -> SharedEngines.lease(options.engine()));
        Progress progress = Progress.of(runId);
        try {
            CompletableFuture<JobExecutionResult> job = start(requests, sinks);
            while (!isOver(job)) {
                view.show(progress);
            }
            view.show(progress);
            job.get();
            return new Outcome(
                    requests.size(),
                    progress.pagesDone(),
                    progress.pagesFailed(),
                    progress.deadLetters(),
                    Duration.ofNanos(System.nanoTime() - started));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("the run was interrupted", e);
        } catch (Exception e) {
            throw failure(lease, e);
        } finally {
            lease.thenAccept(OcrEngine::close);
            Progress.forget(runId);
        }
    }

    private CompletableFuture<JobExecutionResult> start(List<DocumentRequest> requests, ResultSinks sinks)
            throws Exception {
        int parallelism = config.get(CoreOptions.DEFAULT_PARALLELISM);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, config);
        new OcrPipeline(options, DocumentSources.of(requests), sinks.results(), sinks.answers(), sinks.deadLetters())
                .attachTo(env);
        return env.executeAsync("pagestream").getJobExecutionResult();
    }

    private static boolean isOver(CompletableFuture<JobExecutionResult> job) throws InterruptedException {
        try {
            job.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Flink wraps a failure many times; the engine's own reason, where it is the engine, is said first. */
    private static CommandFailure failure(CompletableFuture<OcrEngine> lease, Exception job) {
        if (job instanceof IllegalArgumentException) {
            return new CommandFailure(job.getMessage(), job);
        }
        Throwable cause = job;
        if (lease.isCompletedExceptionally()) {
            cause = lease.handle((engine, reason) -> reason).join();
        }
        return new CommandFailure(CommandFailure.sentenceOf(cause), job);
    }
}
