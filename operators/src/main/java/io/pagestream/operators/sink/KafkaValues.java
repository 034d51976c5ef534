package io.pagestream.operators.sink;

import io.pagestream.operators.registry.RegisteredRecords;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records as they lie in a topic: key documentId in UTF-8, value Avro binary, after the id of its schema where there is a
 * registry. Named classes, because the sink looks at their type parameters, which lambdas do not have.
 */
abstract class KafkaValues<T extends SpecificRecord>
        implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    private String topic = "";
    private Integer schemaId;

    /**
     * The same for {@code topic}.
     *
     * @param schemaId of the record's schema in the registry; null where there is no registry
     */
    KafkaValues<T> to(String topic, Integer schemaId) {
        this.topic = topic;
        this.schemaId = schemaId;
        return this;
    }

    abstract String documentId(T record);

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext context, Long timestamp) {
        byte[] value = schemaId == null ? AvroBytes.of(record) : RegisteredRecords.write(schemaId, record);
        return new ProducerRecord<>(topic, utf8(documentId(record)), value);
    }

    /** The sink asks for its topic when transactions are pooled: after a restart it lists those that are open on it. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static final class OfResults extends KafkaValues<OcrResult> {
        private static final long serialVersionUID = 1L;

        @Override
        String documentId(OcrResult result) {
            return result.getDocumentId();
        }
    }

    static final class OfAnswers extends KafkaValues<QaResult> {
        private static final long serialVersionUID = 1L;

        @Override
        String documentId(QaResult answer) {
            return answer.getDocumentId();
        }
    }

    static final class OfProgress extends KafkaValues<DocumentProgress> {
        private static final long serialVersionUID = 1L;

        @Override
        String documentId(DocumentProgress progress) {
            return progress.getDocumentId();
        }
    }

    /** With headers, so that a person can filter letters without decoding them. */
    static final class OfDeadLetters extends KafkaValues<DeadLetter> {
        private static final long serialVersionUID = 1L;

        @Override
        String documentId(DeadLetter letter) {
            return letter.getDocumentId();
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
            ProducerRecord<byte[], byte[]> record = super.serialize(letter, context, timestamp);
            record.headers().add("stage", utf8(letter.getStage().name()));
            record.headers().add("reason", utf8(letter.getReason().name()));
            return record;
        }
    }
}
