package io.pagestream.operators.registry;

import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.wire.AvroBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records that name the schema they were written with: a zero byte, the schema's id in four bytes, most significant first,
 * then Avro binary. Schemas are asked for once and kept. For one thread.
 */
public final class RegisteredRecords {

    /** Zero byte and id. */
    public static final int HEAD = 5;

    private static final byte MAGIC = 0;
    private static final int MAX_KEPT = 1000;

    /** An id that is unknown may be registered later, but a sender who makes ids up must not cost a call a record. */
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

    private final SchemaRegistry registry;
    private final Clock clock;
    private final Map<Integer, Found> byId = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Found> eldest) {
            return size() > MAX_KEPT;
        }
    };

    RegisteredRecords(SchemaRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public static RegisteredRecords of(RegistryOptions options) {
        return new RegisteredRecords(SchemaRegistry.of(options), Clock.systemUTC());
    }

    /** {@code record}, preceded by the id under which its schema is registered. */
    public static byte[] write(int schemaId, SpecificRecord record) {
        byte[] avro = AvroBytes.of(record);
        return ByteBuffer.allocate(HEAD + avro.length)
                .put(MAGIC)
                .putInt(schemaId)
                .put(avro)
                .array();
    }

    /**
     * Reads bytes that may come from anybody.
     *
     * @throws IOException when the bytes are not a record that can be read as {@code type}: no zero byte, an id that the
     *     registry does not know, a schema that is none or does not fit, other bytes than the schema says
     * @throws RegistryFailure when the registry cannot be asked: the record may be good
     */
    public <T extends SpecificRecord> T read(byte[] bytes, Class<T> type) throws IOException {
        if (bytes.length < HEAD || bytes[0] != MAGIC) {
            throw new IOException("a zero byte and the four bytes of a schema's id have to come first, found "
                    + (bytes.length == 0 ? "nothing" : bytes.length + " bytes that begin with " + bytes[0])
                    + "; write with a serializer of the registry, or take pagestream.kafka.registry.url away");
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        Schema written = schema(id);
        // Avro's reader does not look at the name of a record, and fields of the same name are soon found.
        if (written.getType() != Schema.Type.RECORD || !written.getName().equals(type.getSimpleName())) {
            throw new IOException("the registry's schema of the id " + id + " is of " + written.getFullName()
                    + ", expected " + type.getSimpleName());
        }
        return AvroBytes.read(bytes, HEAD, written, type);
    }

    private Schema schema(int id) throws IOException {
        Found found = byId.get(id);
        if (found == null || found.schema == null && clock.millis() >= found.until) {
            found = ask(id);
            byId.put(id, found);
        }
        if (found.schema == null) {
            throw new IOException(found.fault);
        }
        return found.schema;
    }

    private Found ask(int id) {
        long until = clock.millis() + UNKNOWN_FOR.toMillis();
        Optional<String> text = registry.schemaText(id);
        if (text.isEmpty()) {
            return new Found(null, "the registry has no Avro schema of the id " + id, until);
        }
        try {
            return new Found(new Schema.Parser().parse(text.get()), null, 0);
        } catch (RuntimeException e) {
            String why = "the registry's schema of the id " + id + " is not Avro: " + e.getMessage();
            return new Found(null, why, until);
        }
    }

    /** A schema, or why there is none and until when that is believed. */
    private record Found(Schema schema, String fault, long until) {}
}
