package io.pagestream.jobs.replay;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.registry.RegisteredRecords;
import io.pagestream.operators.registry.SchemaRegistry;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One transaction of requests and of what {@link SentBefore} keeps of them. To open it ends what another replay has left
 * open, or is about to do: of two at once, one fails and has sent nothing. One thread.
 */
final class SendAgain implements AutoCloseable {

    /** For key, headers and the record's frame. */
    private static final long FRAME = 64 << 10;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final Integer schemaId;

    private SendAgain(KafkaProducer<byte[], byte[]> producer, String topic, Integer schemaId) {
        this.producer = producer;
        this.topic = topic;
        this.schemaId = schemaId;
    }

    static SendAgain open(KafkaOptions options, String topic) {
        Integer schemaId = options.registry() == null
                ? null
                : SchemaRegistry.idForTopic(options.registry(), topic, DocumentRequest.getClassSchema());
        Properties client = options.clientProperties();
        client.put("transactional.id", options.transactionPrefix() + "-replay");
        client.put(
                "transaction.timeout.ms",
                Long.toString(options.transactionTimeout().toMillis()));
        client.put("max.request.size", Long.toString(Math.min(Integer.MAX_VALUE, options.maxRecordBytes() + FRAME)));
        var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            producer.beginTransaction();
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
        return new SendAgain(producer, topic, schemaId);
    }

    void send(DocumentRequest request, ProducerRecord<byte[], byte[]> mark) {
        byte[] value = schemaId == null ? AvroBytes.of(request) : RegisteredRecords.write(schemaId, request);
        producer.send(new ProducerRecord<>(topic, request.getDocumentId().getBytes(StandardCharsets.UTF_8), value));
        producer.send(mark);
    }

    /** Makes all of it visible at once. */
    void commit() {
        producer.commitTransaction();
    }

    /** Without a commit nothing was sent. */
    @Override
    public void close() {
        producer.close();
    }
}
