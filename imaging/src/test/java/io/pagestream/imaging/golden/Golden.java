package io.pagestream.imaging.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.imaging.pixels.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** The folder of golden data, named by the system property {@code pagestream.golden}. */
public final class Golden {

    private Golden() {}

    public static Path path(String relative) {
        String folder = System.getProperty("pagestream.golden");
        if (folder == null) {
            throw new IllegalStateException(
                    "the system property pagestream.golden must name the folder of golden data");
        }
        return Path.of(folder).resolve(relative);
    }

    public static byte[] bytes(String relative) throws IOException {
        return Files.readAllBytes(path(relative));
    }

    public static JsonNode json(String relative) throws IOException {
        return new ObjectMapper().readTree(path(relative).toFile());
    }

    public static List<String> gzipLines(String relative) throws IOException {
        return new String(unzipped(relative), StandardCharsets.UTF_8).lines().toList();
    }

    /** A safetensors file, gzipped when its name says so. */
    public static Tensors tensors(String relative) throws IOException {
        return Tensors.read(relative.endsWith(".gz") ? unzipped(relative) : bytes(relative));
    }

    /** A PNG of 8-bit RGB, which every decoder reads alike. */
    public static RgbImage png(String relative) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(relative)));
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] rgb = new byte[argb.length * 3];
        for (int i = 0; i < argb.length; i++) {
            rgb[3 * i] = (byte) (argb[i] >> 16);
            rgb[3 * i + 1] = (byte) (argb[i] >> 8);
            rgb[3 * i + 2] = (byte) argb[i];
        }
        return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    }

    private static byte[] unzipped(String relative) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path(relative)))) {
            return in.readAllBytes();
        }
    }

    /** The tensors of bytes in a safetensors file. */
    public record Tensors(JsonNode header, ByteBuffer data) {

        static Tensors read(byte[] file) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(buffer.getLong());
            JsonNode header = new ObjectMapper().readTree(file, 8, length);
            return new Tensors(header, buffer.slice(8 + length, file.length - 8 - length));
        }

        public Stream<String> names() {
            return header.propertyStream().map(Map.Entry::getKey).filter(name -> !name.equals("__metadata__"));
        }

        public int[] shape(String name) {
            JsonNode shape = entry(name).get("shape");
            int[] sizes = new int[shape.size()];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = shape.get(i).asInt();
            }
            return sizes;
        }

        public byte[] bytes(String name) {
            ByteBuffer values = values(name, "U8");
            byte[] bytes = new byte[values.remaining()];
            values.get(bytes);
            return bytes;
        }

        public float[] floats(String name) {
            FloatBuffer values = values(name, "F32").asFloatBuffer();
            float[] floats = new float[values.remaining()];
            values.get(floats);
            return floats;
        }

        /** [height, width, 3], or [height, width] of grey, which becomes three equal channels. */
        public RgbImage image(String name) {
            int[] shape = shape(name);
            byte[] bytes = bytes(name);
            if (shape.length == 3) {
                return new RgbImage(shape[1], shape[0], bytes);
            }
            byte[] rgb = new byte[bytes.length * 3];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = bytes[i / 3];
            }
            return new RgbImage(shape[1], shape[0], rgb);
        }

        private ByteBuffer values(String name, String type) {
            JsonNode entry = entry(name);
            if (!entry.get("dtype").asText().equals(type)) {
                throw new IllegalArgumentException(name + " is of the type " + entry.get("dtype"));
            }
            int from = entry.get("data_offsets").get(0).asInt();
            int to = entry.get("data_offsets").get(1).asInt();
            return data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        }

        private JsonNode entry(String name) {
            JsonNode entry = header.get(name);
            if (entry == null) {
                throw new IllegalArgumentException("no tensor named " + name);
            }
            return entry;
        }
    }
}
