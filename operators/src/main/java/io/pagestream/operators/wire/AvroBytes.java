package io.pagestream.operators.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Records of the schemas as plain Avro binary: what lies in a topic. */
public final class AvroBytes {

    private AvroBytes() {}

    public static <T extends SpecificRecord> byte[] of(T record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<T>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    /**
     * Reads bytes that may come from anybody.
     *
     * @throws IOException when they are anything else than exactly one record of {@code type}
     */
    public static <T extends SpecificRecord> T read(byte[] bytes, Class<T> type) throws IOException {
        return read(bytes, 0, SpecificData.get().getSchema(type), type);
    }

    /**
     * Reads bytes that may come from anybody, written with a schema that may come from anybody.
     *
     * @param from where the record begins; it ends where {@code bytes} end
     * @param written the schema that it was written with
     * @throws IOException when they are anything else than exactly one record that can be read as {@code type}
     */
    public static <T extends SpecificRecord> T read(byte[] bytes, int from, Schema written, Class<T> type)
            throws IOException {
        BoundedDecoder decoder = new BoundedDecoder(bytes, from);
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(type);
        reader.setSchema(written);
        T record;
        try {
            record = reader.read(null, decoder);
        } catch (RuntimeException | StackOverflowError e) { // a foreign schema may nest as deep as it has bytes
            throw new IOException("not a record of " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
        if (!decoder.isEnd()) {
            throw new IOException("bytes are left over after a record of " + type.getSimpleName());
        }
        return record;
    }

    /** Writes length and bytes. */
    public static void write(byte[] bytes, DataOutputView out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads what {@link #write} wrote. */
    public static byte[] read(DataInputView in, int maxBytes) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > maxBytes) {
            throw new IOException("need a length of 0 to " + maxBytes + ", found " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
