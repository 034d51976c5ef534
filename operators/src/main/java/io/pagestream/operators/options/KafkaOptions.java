package io.pagestream.operators.options;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/**
 * Topics, and how the clients reach them.
 *
 * @param client every key of the configuration that begins with {@code kafka.}, without that beginning; goes to all clients
 * @param requestsTopic DocumentRequest in
 * @param resultsTopic OcrResult out
 * @param answersTopic QaResult out
 * @param deadLettersTopic DeadLetter out
 * @param progressTopic DocumentProgress out; empty: none
 * @param group of the consumers
 * @param transactionPrefix of the producers; no two jobs on one Kafka cluster may share it
 * @param transactionTimeout how long Kafka keeps a transaction open while the job restarts
 * @param naming of the transactions: POOLING where a JVM serves one job, INCREMENTING where it serves many
 * @param maxRecordBytes of one record that is written
 * @param registry of the schemas of all topics; null: records are plain Avro
 */
public record KafkaOptions(
        Map<String, String> client,
        String requestsTopic,
        String resultsTopic,
        String answersTopic,
        String deadLettersTopic,
        String progressTopic,
        String group,
        String transactionPrefix,
        Duration transactionTimeout,
        Naming naming,
        long maxRecordBytes,
        RegistryOptions registry)
        implements Serializable {

    /** Flink's two ways to name transactions. */
    public enum Naming {
        /** For application mode: few names, found again by listing; keeps an admin client for each subtask and attempt. */
        POOLING,
        /** For session clusters and tests: a new name at each checkpoint, no admin client. */
        INCREMENTING
    }

    public static final ConfigOption<String> REQUESTS = topic("requests", "document-requests");
    public static final ConfigOption<String> RESULTS = topic("results", "pagestream-results");
    public static final ConfigOption<String> ANSWERS = topic("answers", "pagestream-answers");
    public static final ConfigOption<String> DEAD_LETTERS = topic("dead-letters", "pagestream-dead-letters");

    public static final ConfigOption<String> PROGRESS = ConfigOptions.key("pagestream.kafka.topic.progress")
            .stringType()
            .defaultValue("")
            .withDescription("Topic of the progress of documents, whatever the sink of the results; empty: none.");

    public static final ConfigOption<String> GROUP = ConfigOptions.key("pagestream.kafka.group")
            .stringType()
            .defaultValue("pagestream")
            .withDescription("Group of the consumers.");

    public static final ConfigOption<String> TRANSACTION_PREFIX = ConfigOptions.key(
                    "pagestream.kafka.transaction-prefix")
            .stringType()
            .defaultValue("pagestream")
            .withDescription("Begins the names of all transactions; no two jobs on one Kafka cluster may share it.");

    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT = ConfigOptions.key(
                    "pagestream.kafka.transaction-timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(15))
            .withDescription(
                    "How long Kafka keeps a transaction open; longer than interval and time-out of a checkpoint"
                            + " and a restart together, at most the broker's transaction.max.timeout.ms.");

    public static final ConfigOption<Naming> NAMING = ConfigOptions.key("pagestream.kafka.transaction-naming")
            .enumType(Naming.class)
            .defaultValue(Naming.POOLING)
            .withDescription(
                    "POOLING where a JVM serves one job (application mode), INCREMENTING in session clusters.");

    public static final ConfigOption<MemorySize> MAX_RECORD = ConfigOptions.key("pagestream.kafka.max-record-size")
            .memoryType()
            .defaultValue(MemorySize.parse("1000kb"))
            .withDescription("Size of one record that is written; not more than the topics' max.message.bytes.");

    private static final String CLIENT_PREFIX = "kafka.";
    private static final String BOOTSTRAP = "bootstrap.servers";

    public KafkaOptions {
        client = Map.copyOf(client);
        Checks.require(client.containsKey(BOOTSTRAP), "kafka.bootstrap.servers is needed, for example localhost:9092");
        Checks.positive("transactionTimeout", transactionTimeout);
        Checks.positive("maxRecordBytes", maxRecordBytes);
    }

    public static KafkaOptions from(Configuration config) {
        Map<String, String> client = new HashMap<>();
        config.toMap().forEach((key, value) -> {
            if (key.startsWith(CLIENT_PREFIX)) {
                client.put(key.substring(CLIENT_PREFIX.length()), value);
            }
        });
        return new KafkaOptions(
                client,
                config.get(REQUESTS),
                config.get(RESULTS),
                config.get(ANSWERS),
                config.get(DEAD_LETTERS),
                config.get(PROGRESS),
                config.get(GROUP),
                config.get(TRANSACTION_PREFIX),
                config.get(TRANSACTION_TIMEOUT),
                config.get(NAMING),
                config.get(MAX_RECORD).getBytes(),
                RegistryOptions.from(config).orElse(null));
    }

    /** {@link #client} as Kafka takes it; a new object each time. */
    public Properties clientProperties() {
        Properties properties = new Properties();
        properties.putAll(client);
        return properties;
    }

    private static ConfigOption<String> topic(String name, String defaultTopic) {
        return ConfigOptions.key("pagestream.kafka.topic." + name)
                .stringType()
                .defaultValue(defaultTopic)
                .withDescription("Topic of the " + name + ".");
    }
}
