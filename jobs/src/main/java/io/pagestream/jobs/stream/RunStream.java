package io.pagestream.jobs.stream;

import io.pagestream.jobs.pipeline.OcrPipeline;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.options.SinkOptions.Kind;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import io.pagestream.operators.source.RequestFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads requests from a topic and writes results, answers and dead letters to topics, files or tables, each exactly once.
 *
 * <p>Started by {@code flink run} it is submitted to that cluster; started as a program it runs on a cluster of its own in
 * this JVM.
 */
public final class RunStream {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(30);

    private RunStream() {}

    /** {@code --config FILE}; waits for the job. */
    public static void main(String[] args) throws Exception {
        if (args.length != 2 || !args[0].equals("--config")) {
            throw new IllegalArgumentException("usage: RunStream --config FILE");
        }
        start(read(Path.of(args[1]))).getJobExecutionResult().get();
    }

    /** The options in a YAML file. */
    public static Configuration read(Path file) throws IOException {
        return ConfigFile.read(file);
    }

    /**
     * Starts the job and does not wait for it.
     *
     * @param config the keys of {@link PipelineKeys}, {@link SinkOptions}, {@link KafkaOptions}, Kafka's own after {@code kafka.}, and Flink's
     * @throws IllegalArgumentException when an option is missing or contradicts another
     * @throws IOException when no broker or no database answers, or one of them lacks what the options need
     */
    public static JobClient start(Configuration config) throws Exception {
        Configuration complete = withDefaults(config);
        PipelineOptions options = PipelineOptions.from(complete);
        KafkaOptions kafka = KafkaOptions.from(complete);
        SinkOptions sink = SinkOptions.from(complete);
        Guarantees.check(complete, kafka, sink);
        Brokers.requireAnswer(kafka, sink.kind() == Kind.KAFKA && sink.delivery() == Delivery.EXACTLY_ONCE);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(complete);
        if (sink.kind() == Kind.JDBC) {
            Database.requireTables(sink, env.getParallelism());
        }
        ResultSinks sinks = ResultSinks.of(sink, kafka);
        OcrPipeline pipeline = new OcrPipeline(
                        options, DocumentSources.kafka(kafka), sinks.results(), sinks.answers(), sinks.deadLetters())
                .reading(RequestFormat.of(kafka));
        if (!kafka.progressTopic().isEmpty()) {
            pipeline.reporting(ResultSinks.progress(kafka));
        }
        pipeline.attachTo(env);
        return env.executeAsync("pagestream");
    }

    /** Without checkpoints nothing would ever be committed, and what is larger than a record of a topic lies elsewhere. */
    private static Configuration withDefaults(Configuration config) {
        Configuration complete = new Configuration(config);
        if (config.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).isEmpty()) {
            complete.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        }
        boolean toTopics = config.get(SinkOptions.KIND) == Kind.KAFKA;
        if (toTopics && config.getOptional(PipelineKeys.CLAIM_ABOVE).isEmpty()) {
            complete.set(PipelineKeys.CLAIM_ABOVE, config.get(KafkaOptions.MAX_RECORD));
        }
        return complete;
    }
}
