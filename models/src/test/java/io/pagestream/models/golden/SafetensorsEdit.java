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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

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

    /** Writes the tensors of several files whose names {@code keep} accepts into one. */
    public static void combine(Path out, Predicate<String> keep, Path... files) {
        ObjectNode header = JSON.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Path file : files) {
            byte[] whole = read(file);
            int start = 8
                    + (int) ByteBuffer.wrap(whole)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong(0);
            try {
                ((ObjectNode) JSON.readTree(Arrays.copyOfRange(whole, 8, start)))
                        .properties()
                        .forEach(entry -> {
                            if (!entry.getKey().equals("__metadata__") && keep.test(entry.getKey())) {
                                int from = entry.getValue()
                                        .path("data_offsets")
                                        .get(0)
                                        .asInt();
                                int to = entry.getValue()
                                        .path("data_offsets")
                                        .get(1)
                                        .asInt();
                                ObjectNode tensor = entry.getValue().deepCopy();
                                tensor.putArray("data_offsets").add(data.size()).add(data.size() + to - from);
                                header.set(entry.getKey(), tensor);
                                data.write(whole, start + from, to - from);
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        write(out, header.toString(), data.toByteArray());
    }

    /** A tensor of any type. */
    public record Content(String name, int[] shape, byte[] data) {}

    /** Writes the tensors of a file into another, each as {@code change} makes it. */
    public static void change(Path file, Path out, UnaryOperator<Content> change) {
        byte[] whole = read(file);
        int start =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        ObjectNode header = JSON.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try {
            for (var entry : JSON.readTree(Arrays.copyOfRange(whole, 8, start)).properties()) {
                if (entry.getKey().equals("__metadata__")) {
                    continue;
                }
                ObjectNode tensor = entry.getValue().deepCopy();
                int from = start + tensor.path("data_offsets").get(0).asInt();
                int to = start + tensor.path("data_offsets").get(1).asInt();
                int[] shape = JSON.convertValue(tensor.path("shape"), int[].class);
                Content made = change.apply(new Content(entry.getKey(), shape, Arrays.copyOfRange(whole, from, to)));
                tensor.putArray("data_offsets").add(data.size()).add(data.size() + made.data().length);
                tensor.set("shape", JSON.valueToTree(made.shape()));
                header.set(made.name(), tensor);
                data.writeBytes(made.data());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(out, header.toString(), data.toByteArray());
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
