package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** The tensors of one golden file, read into memory: {@code .safetensors} or {@code .safetensors.gz}. */
public final class GoldenTensors {

    private static final int MOST_BYTES = 1 << 30;

    private final Path file;
    private final JsonNode header;
    private final ByteBuffer data;

    private GoldenTensors(Path file, byte[] content) throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = Math.toIntExact(whole.getLong());
        this.file = file;
        this.header = new ObjectMapper().readTree(new String(content, 8, headerBytes, StandardCharsets.UTF_8));
        this.data = whole.position(8 + headerBytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws MissingGoldenException when it is not there, too large or no such file */
    public static GoldenTensors read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MissingGoldenException("there is no " + file + "; fetch the golden data again, or make it");
        }
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            byte[] content = plain.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new MissingGoldenException(file + " unpacks to more than " + MOST_BYTES + " bytes");
            }
            return new GoldenTensors(file, content);
        } catch (IOException | IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            throw new MissingGoldenException(file + " is no safetensors file: " + e + "; fetch it again", e);
        }
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        header.fieldNames().forEachRemaining(names::add);
        names.remove("__metadata__");
        return names;
    }

    public boolean has(String name) {
        return header.has(name);
    }

    public int[] shape(String name) {
        JsonNode shape = entry(name).path("shape");
        int[] sides = new int[shape.size()];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = shape.get(i).asInt();
        }
        return sides;
    }

    /** All elements of an F32 tensor, row-major. */
    public float[] floats(String name) {
        ByteBuffer bytes = bytesOf(name, "F32");
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** All elements of an I64 tensor, row-major. */
    public long[] longs(String name) {
        ByteBuffer bytes = bytesOf(name, "I64");
        long[] values = new long[bytes.remaining() / 8];
        bytes.asLongBuffer().get(values);
        return values;
    }

    /** All elements of a U8 tensor, row-major. */
    public byte[] bytes(String name) {
        ByteBuffer bytes = bytesOf(name, "U8");
        byte[] values = new byte[bytes.remaining()];
        bytes.get(values);
        return values;
    }

    private ByteBuffer bytesOf(String name, String type) {
        JsonNode entry = entry(name);
        if (!entry.path("dtype").asText().equals(type)) {
            throw new MissingGoldenException(
                    name + " in " + file + " is " + entry.path("dtype").asText() + ", not " + type);
        }
        int from = entry.path("data_offsets").get(0).asInt();
        int to = entry.path("data_offsets").get(1).asInt();
        return data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    private JsonNode entry(String name) {
        JsonNode entry = header.get(name);
        if (entry == null) {
            throw new MissingGoldenException(file + " has no tensor '" + name + "'; it has " + names());
        }
        return entry;
    }
}
