package io.pagestream.jobs.stream;

import static org.apache.flink.configuration.CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE;
import static org.apache.flink.configuration.CheckpointingOptions.CHECKPOINTING_INTERVAL;
import static org.apache.flink.configuration.CheckpointingOptions.CHECKPOINTING_TIMEOUT;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.options.SinkOptions.Kind;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** What checkpoints, transactions and sinks need of each other; a contradiction is refused with both values. */
final class Guarantees {

    private Guarantees() {}

    static void check(ReadableConfig config, KafkaOptions kafka, SinkOptions sink) {
        checkCheckpoints(config, sink);
        require(
                sink.kind() != Kind.JDBC
                        || config.getOptional(PipelineKeys.CLAIM_ABOVE).isEmpty(),
                PipelineKeys.CLAIM_ABOVE.key() + " is set, but " + SinkOptions.KIND.key() + " is " + sink.kind()
                        + ", where each page has a row of its own; take it away");
        if (sink.kind() == Kind.KAFKA) {
            checkRecords(config, kafka);
            if (sink.delivery() == Delivery.EXACTLY_ONCE) {
                checkTransactions(config, kafka);
            }
        }
    }

    /** Without checkpoints nothing is ever committed, and a failed job forgets where it was. */
    private static void checkCheckpoints(ReadableConfig config, SinkOptions sink) {
        Duration interval = config.get(CHECKPOINTING_INTERVAL);
        require(
                interval.toMillis() > 0,
                CHECKPOINTING_INTERVAL.key() + " (" + interval + ") must be positive with " + chosen(sink)
                        + ": results are made final by checkpoints, and what was read of the topic is remembered by them");
        CheckpointingMode mode = config.get(CHECKPOINTING_CONSISTENCY_MODE);
        require(
                mode == CheckpointingMode.EXACTLY_ONCE || sink.delivery() == Delivery.AT_LEAST_ONCE,
                CHECKPOINTING_CONSISTENCY_MODE.key() + "=" + mode + " contradicts " + chosen(sink)
                        + ": records would be in the state twice; leave it out, or set " + SinkOptions.DELIVERY.key()
                        + " to AT_LEAST_ONCE");
    }

    private static String chosen(SinkOptions sink) {
        return SinkOptions.KIND.key() + "=" + sink.kind() + " and " + SinkOptions.DELIVERY.key() + "="
                + sink.delivery();
    }

    private static void checkRecords(ReadableConfig config, KafkaOptions kafka) {
        MemorySize result = config.get(PipelineKeys.CLAIM_ABOVE);
        require(
                result.getBytes() <= kafka.maxRecordBytes(),
                PipelineKeys.CLAIM_ABOVE.key() + " (" + result + ") must not be more than "
                        + KafkaOptions.MAX_RECORD.key() + " (" + kafka.maxRecordBytes()
                        + " bytes): a larger result could not be written");
    }

    /**
     * A transaction is opened at one checkpoint and committed when the next is complete; when the job fails just then, after
     * the restart. If Kafka gives it up before, its results are lost although the checkpoint says that they are written.
     */
    private static void checkTransactions(ReadableConfig config, KafkaOptions kafka) {
        Duration interval = config.get(CHECKPOINTING_INTERVAL);
        Duration checkpoint = config.get(CHECKPOINTING_TIMEOUT);
        Duration noticed = config.get(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT);
        ConfigOption<Duration> delay = restartDelay(config);
        Duration needed = interval.plus(checkpoint).plus(noticed).plus(config.get(delay));
        require(
                kafka.transactionTimeout().compareTo(needed) >= 0,
                KafkaOptions.TRANSACTION_TIMEOUT.key() + " (" + kafka.transactionTimeout() + ") must be at least "
                        + needed + ", which is " + CHECKPOINTING_INTERVAL.key() + " (" + interval + ") plus "
                        + CHECKPOINTING_TIMEOUT.key() + " (" + checkpoint + ") plus "
                        + HeartbeatManagerOptions.HEARTBEAT_TIMEOUT.key() + " (" + noticed + ") plus "
                        + delay.key() + " (" + config.get(delay)
                        + "): Kafka would drop results while the job restarts");
    }

    private static ConfigOption<Duration> restartDelay(ReadableConfig config) {
        String strategy = config.getOptional(RestartStrategyOptions.RESTART_STRATEGY)
                .orElse("exponential-delay")
                .toLowerCase(Locale.ROOT);
        return switch (strategy) {
            case "fixed-delay", "fixeddelay" -> RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY;
            case "failure-rate", "failurerate" -> RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY;
            default -> RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF;
        };
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
