package io.pagestream.operators.sink;

import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Results for a sink, with checkpoints and a failure after some of them; restarts where the last checkpoint was. */
final class StreamThatFailsOnce {

    static final int DOCUMENTS = 1000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final AtomicInteger FAILURES = new AtomicInteger();

    private StreamThatFailsOnce() {}

    /** Runs to the end of its input and gives how often it failed. */
    static int into(Sink<OcrResult> sink, Path folder) throws Exception {
        environment(sink, folder, DOCUMENTS).execute("sink");
        return FAILURES.get();
    }

    /** Has an input without an end; is stopped once {@code done}, or after a minute. Gives how often it failed. */
    static int into(Sink<OcrResult> sink, Path folder, Callable<Boolean> done) throws Exception {
        JobClient job = environment(sink, folder, Long.MAX_VALUE).executeAsync("sink");
        Instant until = Instant.now().plus(PATIENCE);
        while (!done.call() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
        job.stopWithSavepoint(false, folder.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
                .get();
        return FAILURES.get();
    }

    private static StreamExecutionEnvironment environment(Sink<OcrResult> sink, Path folder, long numbers) {
        FAILURES.set(0);
        Configuration config = new Configuration();
        config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        config.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        DataGeneratorSource<Long> source =
                new DataGeneratorSource<>(n -> n, numbers, RateLimiterStrategy.perSecond(DOCUMENTS / 2.0), Types.LONG);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
                .filter(n -> n < DOCUMENTS)
                .map(new ToResult())
                .returns(new AvroTypeInfo<>(OcrResult.class))
                .sinkTo(sink);
        return env;
    }

    static OcrResult result(long number) {
        String id = "document-" + number;
        ClaimCheck source = new ClaimCheck("file:///" + id, 3L, "");
        return OcrResult.newBuilder()
                .setDocumentId(id)
                .setStatus(DocumentStatus.COMPLETE)
                .setSource(source)
                .setPageCount(2)
                .setPages(List.of(page(id, source, 0), page(id, source, 1)))
                .setModel("model")
                .setPromptVersion("read/1")
                .build();
    }

    private static PageText page(String id, ClaimCheck source, int index) {
        return PageText.newBuilder()
                .setDocumentId(id)
                .setIndex(index)
                .setPosition(index)
                .setCount(2)
                .setSource(source)
                .setText("# Page " + index + " of \"" + id + "\"\n\\u0000 and \u0000 and a line\nÜber 中")
                .setFinishReason(FinishReason.STOP)
                .setConfidence(0.5)
                .setModel("model")
                .setPromptVersion("read/1")
                .build();
    }

    /** Fails once, after records that no checkpoint has seen. */
    private static final class ToResult extends RichMapFunction<Long, OcrResult> implements CheckpointListener {

        private static final long serialVersionUID = 1L;
        private static final int CHECKPOINTS_BEFORE = 3;

        private transient int checkpoints;
        private transient int since;

        @Override
        public OcrResult map(Long number) {
            since++;
            if (checkpoints >= CHECKPOINTS_BEFORE && since > 20 && FAILURES.compareAndSet(0, 1)) {
                throw new IllegalStateException("the failure that this test wants");
            }
            return result(number);
        }

        @Override
        public void notifyCheckpointComplete(long id) {
            checkpoints++;
            since = 0;
        }
    }
}
