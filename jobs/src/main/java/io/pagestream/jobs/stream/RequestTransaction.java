package io.pagestream.jobs.stream;

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
 * One transaction of requests to a stream: all of them are seen at once, or none. To open it ends what another one of the
 * same name has left open, or is about to do: of two at once, one fails and has sent nothing. One thread.
 */
public final class RequestTransaction implements AutoCloseable {

    /** For key, headers and the record's frame. */
    private static final long FRAME = 64 << 10;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final Integer schemaId;

    private RequestTransaction(KafkaProducer<byte[], byte[]> producer, String topic, Integer schemaId) {
        this.producer = producer;
        this.topic = topic;
        this.schemaId = schemaId;
    }

    /**
     * @param topic of the requests
     * @param name of the transaction, behind the stream's own prefix
     */
    public static RequestTransaction open(KafkaOptions options, String topic, String name) {
        Integer schemaId = options.registry() == null
                ? null
                : SchemaRegistry.idForTopic(options.registry(), topic, DocumentRequest.getClassSchema());
        Properties client = options.clientProperties();
        client.put("transactional.id", options.transactionPrefix() + "-" + name);
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
        return new RequestTransaction(producer, topic, schemaId);
    }

    /** Sends a request, with its documentId as the key. */
    public void send(DocumentRequest request) {
        byte[] value = schemaId == null ? AvroBytes.of(request) : RegisteredRecords.write(schemaId, request);
        send(new ProducerRecord<>(topic, request.getDocumentId().getBytes(StandardCharsets.UTF_8), value));
    }

    /** Sends what belongs to it, to any topic. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    /** Makes all of it visible at once. */
    public void commit() {
        producer.commitTransaction();
    }

    /** Without a commit nothing was sent. */
    @Override
    public void close() {
        producer.close();
    }
}
