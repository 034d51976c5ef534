package io.pagestream.operators.source;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Takes records as they are: a source that decodes would fail the job at a record that is not Avro. */
final class KafkaRecords implements KafkaRecordDeserializationSchema<RequestRecord> {

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RequestRecord> out) {
        String origin = "kafka:" + record.topic() + "/" + record.partition() + "/" + record.offset();
        byte[] value = record.value() == null ? NOTHING : record.value();
        out.collect(new RequestRecord(
                origin, value, header(record, RequestRecord.TENANT), header(record, RequestRecord.LANE)));
    }

    /** The last one of this name. */
    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        int length = Math.min(header.value().length, RequestRecord.MOST_HEADER);
        return new String(header.value(), 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public TypeInformation<RequestRecord> getProducedType() {
        return TypeInformation.of(RequestRecord.class);
    }
}
