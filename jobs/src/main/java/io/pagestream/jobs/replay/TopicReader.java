package io.pagestream.jobs.replay;

import io.pagestream.operators.options.KafkaOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a topic now, and ends. One thread. */
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Properties client;

    TopicReader(KafkaOptions options) {
        client = options.clientProperties();
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", "false");
        client.put("allow.auto.create.topics", "false");
        client.put("auto.offset.reset", "earliest");
        client.remove("group.id");
    }

    /**
     * Gives {@code each} the records of {@code topic}, of a topic that does not exist none.
     *
     * @param since records that were written before may be passed over; null: from the first
     * @throws IOException when the brokers go silent in the middle
     */
    void read(String topic, Instant since, Consumer<ConsumerRecord<byte[], byte[]>> each) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(consumer, partitions, since, ends);
            readTo(ends, consumer, topic, each);
        }
    }

    private static void seek(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Instant since,
            Map<TopicPartition, Long> ends) {
        consumer.seekToBeginning(partitions);
        if (since != null) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
            offsets.forEach((partition, found) -> consumer.seek(
                    partition, found == null ? ends.get(partition) : Math.min(found.offset(), ends.get(partition))));
        }
    }

    private static void readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> each)
            throws IOException {
        Instant until = Instant.now().plus(PATIENCE);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                until = Instant.now().plus(PATIENCE);
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    each.accept(record);
                }
            }
            if (Instant.now().isAfter(until)) {
                throw new IOException("the topic " + topic + " gave nothing for " + PATIENCE
                        + " although its end was not reached; are all its partitions' brokers there?");
            }
        }
    }
}
