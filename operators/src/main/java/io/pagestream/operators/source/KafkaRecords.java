package io.pagestream.operators.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records as they are: a source that decodes would fail the job at a record that is not Avro. */
final class KafkaRecords implements KafkaRecordDeserializationSchema<RequestRecord> {

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RequestRecord> out) {
        String origin = "kafka:" + record.topic() + "/" + record.partition() + "/" + record.offset();
        out.collect(new RequestRecord(origin, record.value() == null ? NOTHING : record.value()));
    }

    @Override
    public TypeInformation<RequestRecord> getProducedType() {
        return TypeInformation.of(RequestRecord.class);
    }
}
