package io.pagestream.operators.wire;

import io.pagestream.schemas.KnownSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** Two bytes of a mark and eight of the schema's fingerprint, least significant first. */
    private static final int SINGLE_OBJECT_HEAD = 10;

    /** The bytes c3 and 01. */
    private static final short SINGLE_OBJECT_MARK = 0x01c3;

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

    /**
     * {@code record} as an Avro single object, whose head names the schema by its fingerprint: what is kept for long and may
     * be read by a later version.
     */
    public static <T extends SpecificRecord> byte[] singleObject(T record) {
        byte[] avro = of(record);
        return ByteBuffer.allocate(SINGLE_OBJECT_HEAD + avro.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(SINGLE_OBJECT_MARK)
                .putLong(KnownSchemas.fingerprint(record.getSchema()))
                .put(avro)
                .array();
    }

    /**
     * Reads what {@link #singleObject} wrote, in this version or any that was published.
     *
     * @throws IOException when the bytes are anything else than exactly one record of {@code type}
     */
    public static <T extends SpecificRecord> T readSingleObject(byte[] bytes, Class<T> type) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < SINGLE_OBJECT_HEAD || head.getShort() != SINGLE_OBJECT_MARK) {
            throw new IOException("need an Avro single object, which begins with the bytes c3 01 and a fingerprint");
        }
        long fingerprint = head.getLong();
        Schema written = KnownSchemas.of(fingerprint)
                .filter(schema -> schema.getFullName().equals(type.getName()))
                .orElseThrow(() -> new IOException("no published schema of " + type.getSimpleName()
                        + " has the fingerprint " + Long.toHexString(fingerprint)
                        + "; a later version of this program has written it"));
        return read(bytes, SINGLE_OBJECT_HEAD, written, type);
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
