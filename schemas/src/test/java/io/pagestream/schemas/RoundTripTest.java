package io.pagestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one program writes, another reads back, whatever stands in the fields. */
class RoundTripTest {

    private static final int RECORDS = 50;

    @ParameterizedTest
    @MethodSource("io.pagestream.schemas.SchemaCompatibilityTest#today")
    void aRecordComesBackAsItWent(Schema schema) throws IOException {
        int different = 0;
        Object before = null;
        for (Object any : new RandomData(schema, RECORDS, 7L, true)) {
            byte[] foreign = write(any, new GenericDatumWriter<>(schema));

            SpecificRecord record = read(foreign, new SpecificDatumReader<>(schema));
            byte[] ours = write(record, new SpecificDatumWriter<>(schema));

            assertThat(record.getClass().getName()).isEqualTo(schema.getFullName());
            assertThat(read(ours, new SpecificDatumReader<SpecificRecord>(schema)))
                    .isEqualTo(record)
                    .isNotSameAs(record);
            assertThat(GenericData.get().compare(read(ours, new GenericDatumReader<>(schema)), any, schema))
                    .isZero();
            different += record.equals(before) ? 0 : 1;
            before = record;
        }
        assertThat(different).as("records that differ from the one before").isEqualTo(RECORDS);
    }

    private static <T> byte[] write(T record, DatumWriter<T> writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        writer.write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static <T> T read(byte[] bytes, DatumReader<T> reader) throws IOException {
        return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }
}
