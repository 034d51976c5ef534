package io.pagestream.jobs.chaos;

import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a reader with {@code isolation.level=read_committed} sees, from the beginning. One thread. */
final class CommittedOutput implements AutoCloseable {

    static final String RESULTS = KafkaOptions.RESULTS.defaultValue();
    static final String DEAD_LETTERS = KafkaOptions.DEAD_LETTERS.defaultValue();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<OcrResult> results = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final ClaimChecks claims;
    private int large;

    /** @param claimStore of the job */
    CommittedOutput(String servers, Path claimStore) {
        claims = ClaimChecks.of(PipelineOptions.from(Configuration.fromMap(Map.of(
                        PipelineKeys.CLAIM_STORE.key(), claimStore.toUri().toString())))
                .access());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < LocalBroker.PARTITIONS; partition++) {
            partitions.add(new TopicPartition(RESULTS, partition));
            partitions.add(new TopicPartition(DEAD_LETTERS, partition));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes what has been committed since the last call; waits a little when there is nothing. */
    void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (record.topic().equals(RESULTS)) {
                results.add(whole(read(record, OcrResult.class)));
            } else {
                deadLetters.add(read(record, DeadLetter.class));
            }
        }
    }

    /** Polls until everything that is committed now has been taken. */
    void drain() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        Patience.until("the committed output has been read to its end", Duration.ofSeconds(60), () -> {
            poll();
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
    }

    /** In the order in which they were taken, doubles and all. */
    List<OcrResult> results() {
        return results;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    private OcrResult whole(OcrResult record) {
        try {
            OcrResult whole = LargeResults.whole(record, claims::read);
            large += whole == record ? 0 : 1;
            return whole;
        } catch (RecordFault | IOException e) {
            throw new AssertionError("the result of " + record.getDocumentId() + " cannot be had", e);
        }
    }

    /** How many results lay in the claim store. */
    int large() {
        return large;
    }

    private static <T extends SpecificRecord> T read(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        try {
            return AvroBytes.read(record.value(), type);
        } catch (IOException e) {
            throw new AssertionError("no " + type.getSimpleName() + " in " + record, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
