package io.pagestream.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.Samples;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.options.RegistryOptions.Kind;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegisteredRecordsTest {

    private static final Schema OURS = DocumentRequest.getClassSchema();

    private final DocumentRequest request = Samples.request("exact_56.png");
    private RegistryDouble registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = new RegistryDouble();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsWrittenUnderTheIdOfItsSchemaIsReadAgainAndTheSchemaAskedForOnce(Kind kind) throws IOException {
        RegistryOptions options = registry.options(kind, true);
        registry.add("\"string\"");
        int id = SchemaRegistry.idForTopic(options, "topic", OURS);
        byte[] bytes = RegisteredRecords.write(id, request);
        RegisteredRecords records = RegisteredRecords.of(options);
        registry.calls.clear();

        assertThat(records.read(bytes, DocumentRequest.class)).isEqualTo(request);
        assertThat(records.read(bytes, DocumentRequest.class)).isEqualTo(request);

        assertThat(bytes).as("zero byte, then the id in four bytes").startsWith(0, 0, 0, 0, 2);
        assertThat(registry.calls).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSchemaThatMayNotBeRegisteredHasToBeThere(Kind kind) {
        RegistryOptions options = registry.options(kind, false);

        assertThatThrownBy(() -> SchemaRegistry.idForTopic(options, "topic", OURS))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("topic-value")
                .hasMessageContaining("pagestream.kafka.registry.register is false");

        int id = registry.add(OURS.toString());
        assertThat(SchemaRegistry.idForTopic(options, "topic", OURS)).isEqualTo(id);
    }

    @Test
    void aSenderMayUseALaterSchema() throws IOException {
        Schema later = new Schema.Parser()
                .parse(
                        OURS.toString()
                                .replaceFirst(
                                        "\"fields\":\\[",
                                        "\"fields\":[{\"name\":\"colour\",\"type\":{\"type\":\"array\",\"items\":\"string\"}},"));
        GenericRecord record = new GenericData.Record(later);
        record.put("colour", java.util.List.of("red", "blue"));
        for (Schema.Field field : OURS.getFields()) {
            record.put(field.name(), request.get(field.pos()));
        }

        byte[] bytes = bytes(registry.add(later.toString()), later, record);

        assertThat(records().read(bytes, DocumentRequest.class)).isEqualTo(request);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anUnknownIdIsTheRecordsFaultAndNotAskedForAgainAtOnce(Kind kind) {
        RegisteredRecords records = RegisteredRecords.of(registry.options(kind, true));
        byte[] bytes = RegisteredRecords.write(4711, request);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> records.read(bytes, DocumentRequest.class))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("4711");
        }

        assertThat(registry.calls).hasSize(1);
    }

    @Test
    void bytesWithoutAnIdAndSchemasThatDoNotFitAreTheRecordsFault() {
        byte[] plain = AvroBytes.of(request);
        byte[] other =
                RegisteredRecords.write(registry.add(OcrResult.getClassSchema().toString()), request);
        byte[] noSchema = RegisteredRecords.write(registry.add("{\"type\":\"nonsense\"}"), request);

        assertThatThrownBy(() -> records().read(plain, DocumentRequest.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("zero byte");
        assertThatThrownBy(() -> records().read(other, DocumentRequest.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("OcrResult");
        assertThatThrownBy(() -> records().read(noSchema, DocumentRequest.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not Avro");
    }

    @Test
    void aSchemaThatNestsWithoutEndDoesNotEndTheTask() {
        Schema list = new Schema.Parser()
                .parse(OURS.toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"nest\",\"type\":{\"type\":\"record\",\"name\":\"Nest\",\"fields\":"
                                        + "[{\"name\":\"next\",\"type\":[\"null\",\"Nest\"]}]}},"));
        byte[] deep = new byte[RegisteredRecords.HEAD + 1_000_000];
        java.util.Arrays.fill(deep, (byte) 2); // the second branch of the union, again and again
        ByteBuffer.wrap(deep).put((byte) 0).putInt(registry.add(list.toString()));

        assertThatThrownBy(() -> records().read(deep, DocumentRequest.class)).isInstanceOf(IOException.class);
    }

    @Test
    void aRegistryThatIsDownOrSomethingElseIsNotTheRecordsFault() {
        byte[] bytes = RegisteredRecords.write(1, request);
        RegistryOptions nowhere =
                new RegistryOptions(registry.address() + "/elsewhere", Kind.CONFLUENT, true, "Bearer open-sesame");
        RegistryOptions stranger =
                new RegistryOptions(registry.options(Kind.CONFLUENT, true).url(), Kind.CONFLUENT, true, "Bearer wrong");

        assertThatThrownBy(() -> RegisteredRecords.of(nowhere).read(bytes, DocumentRequest.class))
                .isInstanceOf(RegistryFailure.class);
        assertThatThrownBy(() -> RegisteredRecords.of(stranger).read(bytes, DocumentRequest.class))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("401");
        registry.status = 503;
        registry.calls.clear();
        assertThatThrownBy(() -> records().read(bytes, DocumentRequest.class))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("503");
        assertThat(registry.calls).as("tried again").hasSize(3);
    }

    private RegisteredRecords records() {
        return RegisteredRecords.of(registry.options(Kind.CONFLUENT, true));
    }

    private static byte[] bytes(int id, Schema schema, GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(RegisteredRecords.HEAD)
                .put((byte) 0)
                .putInt(id)
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
