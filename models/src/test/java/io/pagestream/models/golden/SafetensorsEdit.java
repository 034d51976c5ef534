package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes safetensors files for tests, sound ones and broken ones. */
public final class SafetensorsEdit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsEdit() {}

    /** Writes a file from a header and its data. */
    public static void write(Path file, String header, byte... data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer length =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, json.length);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(length.array());
        whole.writeBytes(json);
        whole.writeBytes(data);
        writeBytes(file, whole.toByteArray());
    }

    /** Changes the header of a file and leaves its data. */
    public static void edit(Path file, Consumer<ObjectNode> change) {
        byte[] whole = read(file);
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        try {
            ObjectNode header = (ObjectNode) JSON.readTree(Arrays.copyOfRange(whole, 8, 8 + length));
            change.accept(header);
            write(file, header.toString(), Arrays.copyOfRange(whole, 8 + length, whole.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void writeBytes(Path file, byte... content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
