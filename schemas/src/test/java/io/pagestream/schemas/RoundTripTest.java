package io.pagestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record with every field set comes back as it went. */
class RoundTripTest {

    private static final ClaimCheck SOURCE = new ClaimCheck("s3://in/a.pdf", 1234L, "ab".repeat(32));
    private static final Question QUESTION = new Question("q1", "What is the total?");
    private static final Box BOX = new Box(1.5, 2.5, 100.25, 200.75);
    private static final PageText TEXT = new PageText(
            "a.pdf",
            7,
            2,
            3,
            SOURCE,
            1653,
            2338,
            2,
            3,
            "# Text äöü 漢字",
            List.of(new Block("heading", "Text", BOX, 0.75)),
            0.5,
            FinishReason.LENGTH,
            "TIMED_OUT",
            1834,
            512,
            4321L,
            "model",
            "read-1",
            "renderer 3");

    private static final DocumentRequest REQUEST = new DocumentRequest(
            "a.pdf",
            SOURCE,
            ByteBuffer.wrap(new byte[] {1, 2}),
            "application/pdf",
            "secret",
            List.of(new PageRange(3, 5)),
            "read+ask",
            List.of(QUESTION),
            "{}");
    private static final Page PAGE =
            new Page("a.pdf", 7, 2, 3, SOURCE, "application/pdf", "secret", "read+ask", List.of(QUESTION), "{}");
    private static final OcrResult RESULT = new OcrResult(
            "a.pdf",
            DocumentStatus.PARTIAL,
            SOURCE,
            3,
            List.of(TEXT),
            List.of(1, 2),
            "model",
            "read-1",
            "renderer 3",
            4321L);
    private static final QaResult ANSWER = new QaResult(
            "a.pdf",
            7,
            "q1",
            "What is the total?",
            "12",
            "{\"total\":12}",
            0.9,
            List.of(new Evidence(7, BOX, "Total 12")),
            FinishReason.STOP,
            3,
            99L,
            "model",
            "ask-1",
            "renderer 3",
            "6 + 6. Final answer: 12");
    private static final DeadLetter LETTER = new DeadLetter(
            Stage.RECOGNIZE,
            Reason.TIMED_OUT,
            "not answered within PT15M",
            "a.pdf",
            7,
            "q1",
            2,
            ByteBuffer.wrap(new byte[] {3}),
            "s3://in/a.pdf");

    @ParameterizedTest
    @MethodSource("records")
    void aFullRecordComesBackAsItWent(SpecificRecord record) throws IOException {
        assertThat(record.getSchema().getFields())
                .as("every field is set")
                .allSatisfy(field -> assertThat(isEmpty(record.get(field.pos())))
                        .as(field.name())
                        .isFalse());

        SpecificRecord back = read(write(record), record.getSchema());

        assertThat(back).isEqualTo(record).isNotSameAs(record);
    }

    static Stream<SpecificRecord> records() {
        return Stream.of(REQUEST, PAGE, TEXT, RESULT, ANSWER, LETTER);
    }

    private static boolean isEmpty(Object value) {
        return value == null || value.equals("") || value.equals(0) || value.equals(0L) || value.equals(List.of());
    }

    private static byte[] write(SpecificRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static SpecificRecord read(byte[] bytes, Schema schema) throws IOException {
        return new SpecificDatumReader<SpecificRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }
}
