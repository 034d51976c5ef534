package io.pagestream.models.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the header of a safetensors file. */
final class SafetensorsHeader {

    /** The reference implementation's limit. */
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private static final Map<String, Integer> BYTES_OF_TYPE = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("F32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("I64", 8),
            Map.entry("I32", 4),
            Map.entry("I16", 2),
            Map.entry("I8", 1),
            Map.entry("U64", 8),
            Map.entry("U32", 4),
            Map.entry("U16", 2),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;

    private SafetensorsHeader(Path file) {
        this.file = file;
    }

    static Map<String, FileTensor> read(Path path, FileChannel channel, SafetensorsFile file) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(path);
        long size = channel.size();
        long length = size < 8 ? -1 : read(channel, 0, 8).getLong(0);
        if (length < 2 || length > MOST_HEADER_BYTES || length > size - 8) {
            throw header.damaged(
                    size < 8
                            ? "it has only " + size + " bytes"
                            : "its header claims " + Long.toUnsignedString(length) + " bytes of a file of " + size);
        }
        Map<String, FileTensor> tensors = header.tensors(read(channel, 8, (int) length), 8 + length, file);
        header.requireWithoutGaps(tensors, 8 + length, size);
        return tensors;
    }

    private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("the file ends at byte " + (from + bytes.position()));
            }
        }
        return bytes.flip();
    }

    private Map<String, FileTensor> tensors(ByteBuffer json, long dataStart, SafetensorsFile file) throws IOException {
        JsonNode header;
        try {
            header = JSON.readTree(json.array());
        } catch (JsonProcessingException e) {
            throw damaged("its header is not JSON: " + e.getOriginalMessage());
        }
        if (!header.isObject()) {
            throw damaged("its header is not a JSON object");
        }
        Map<String, FileTensor> tensors = new LinkedHashMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataStart, file));
            }
        });
        return tensors;
    }

    private FileTensor tensor(String name, JsonNode entry, long dataStart, SafetensorsFile file) {
        String type = entry.path("dtype").asText();
        JsonNode offsets = entry.path("data_offsets");
        JsonNode sides = entry.path("shape");
        if (!BYTES_OF_TYPE.containsKey(type)) {
            throw damaged("tensor '" + name + "' has the unknown type '" + type + "'");
        }
        if (!sides.isArray()
                || offsets.size() != 2
                || !offsets.get(0).isIntegralNumber()
                || !offsets.get(1).isIntegralNumber()) {
            throw damaged("tensor '" + name + "' has no shape or no data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (JsonNode side : sides) {
            if (!side.isIntegralNumber() || side.asLong() < 0 || side.asLong() > Integer.MAX_VALUE) {
                throw damaged("tensor '" + name + "' has the impossible shape " + sides);
            }
            shape.add(side.asLong());
            elements = Math.multiplyHigh(elements, side.asLong()) == 0 ? elements * side.asLong() : -1;
        }
        long from = offsets.get(0).asLong();
        long to = offsets.get(1).asLong();
        if (from < 0
                || to < from
                || elements < 0
                || (to - from) / BYTES_OF_TYPE.get(type) != elements
                || (to - from) % BYTES_OF_TYPE.get(type) != 0) {
            throw damaged("tensor '" + name + "' of shape " + shape + " and type " + type + " lies at bytes " + from
                    + " to " + to);
        }
        return new FileTensor(name, type, List.copyOf(shape), dataStart + from, to - from, file);
    }

    private void requireWithoutGaps(Map<String, FileTensor> tensors, long dataStart, long size) {
        List<FileTensor> byOffset = new ArrayList<>(tensors.values());
        byOffset.sort(Comparator.comparingLong(FileTensor::offset).thenComparingLong(FileTensor::bytes));
        long end = dataStart;
        for (FileTensor tensor : byOffset) {
            if (tensor.offset() != end) {
                throw damaged("tensor '" + tensor.name() + "' begins at byte " + tensor.offset() + " instead of " + end
                        + ", so tensors overlap or leave a gap");
            }
            end += tensor.bytes();
        }
        if (end != size) {
            throw damaged("its tensors end at byte " + end + " but it has " + size + " bytes");
        }
    }

    private IllegalArgumentException damaged(String what) {
        return new IllegalArgumentException(
                "the weight file " + file + " is damaged or not complete: " + what + "; fetch it again");
    }
}
