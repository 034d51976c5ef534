package io.pagestream.jobs.replay;

import io.pagestream.operators.options.KafkaOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The topic that says which letters were sent again, in records without value whose key is the topic that they were sent to
 * and the place of the letter. It is written in the same transaction as the requests, and keeps its records as long as the
 * topic of the letters does.
 */
final class SentBefore {

    private static final String RETENTION = "retention.ms";

    private final KafkaOptions options;
    private final String to;
    private final Set<String> keys = new HashSet<>();

    /** @param to the topic that letters are sent to */
    SentBefore(KafkaOptions options, String to) {
        this.options = options;
        this.to = to;
    }

    static String topic(KafkaOptions options) {
        return options.deadLettersTopic() + "-replayed";
    }

    void read() throws IOException {
        new TopicReader(options)
                .read(topic(options), null, record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
    }

    /** Remembers that {@code found} is sent; false when it was sent before. */
    boolean add(Found found) {
        return keys.add(key(found));
    }

    ProducerRecord<byte[], byte[]> mark(Found found) {
        return new ProducerRecord<>(topic(options), key(found).getBytes(StandardCharsets.UTF_8), null);
    }

    private String key(Found found) {
        return to + " " + found.place();
    }

    /** Makes the topic where there is none. */
    void make() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(options.clientProperties())) {
            Set<String> topics = admin.listTopics().names().get();
            if (!topics.contains(topic(options))) {
                admin.createTopics(List.of(new NewTopic(topic(options), Optional.of(1), Optional.empty())
                                .configs(Map.of("cleanup.policy", "delete", RETENTION, retention(admin, topics)))))
                        .all()
                        .get();
            }
        }
    }

    private String retention(Admin admin, Set<String> topics) throws InterruptedException, ExecutionException {
        ConfigResource letters = new ConfigResource(ConfigResource.Type.TOPIC, options.deadLettersTopic());
        return topics.contains(options.deadLettersTopic())
                ? admin.describeConfigs(List.of(letters))
                        .all()
                        .get()
                        .get(letters)
                        .get(RETENTION)
                        .value()
                : "-1";
    }
}
