package io.pagestream.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.VisionParts;
import io.pagestream.models.config.VisionConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One call of an encoder, and everything it made on the way. */
record EncoderRun(VisionConfig config, Map<String, float[]> seen) {

    /** @param pixels [views, side, side, 3] */
    static EncoderRun bytes(Path folder, byte[] pixels, int views) {
        try (Device device = Devices.open("cpu:f32")) {
            return bytes(device, folder, pixels, views);
        }
    }

    static EncoderRun bytes(Device device, Path folder, byte[] pixels, int views) {
        return run(device, folder, DType.U8, views, tensor -> tensor.write(pixels, 0));
    }

    /** @param pixels [views, side, side, 3] on the scale of bytes */
    static EncoderRun floats(Path folder, float[] pixels, int views) {
        try (Device device = Devices.open("cpu:f32")) {
            return run(device, folder, DType.F32, views, tensor -> tensor.write(pixels));
        }
    }

    private static EncoderRun run(Device device, Path folder, DType type, int views, Consumer<Tensor> fill) {
        Map<String, float[]> seen = new HashMap<>();
        try (VisionParts parts = VisionParts.load(folder, device)) {
            int viewPixels = 3 * parts.config().imageSide() * parts.config().imageSide();
            Map<MemoryTag, Long> before = new LinkedHashMap<>(device.liveBytes());
            try (Scratch scratch = new Scratch(device);
                    Tensor pixels = device.allocate(type, MemoryTag.ACTIVATIONS, views, viewPixels)) {
                fill.accept(pixels);
                Tensor result =
                        parts.encoder().encode(pixels, scratch, (stage, tensor) -> seen.put(stage, tensor.toFloats()));
                seen.put("projector", result.toFloats());
                if (parts.encoder().separators() > 0) {
                    seen.put("separators", parts.encoder().separators(scratch).toFloats());
                }
            }
            assertThat(device.liveBytes()).as("all activations came back").isEqualTo(before);
            return new EncoderRun(parts.config(), seen);
        }
    }

    float[] of(String stage) {
        return seen.get(stage);
    }

    /** [views, 3, side, side] as one row for each patch: (channel, y, x). */
    static float[] patches(float[] values, int views, int side, int patch) {
        int grid = side / patch;
        float[] rows = new float[values.length];
        int at = 0;
        for (int view = 0; view < views; view++) {
            for (int cell = 0; cell < grid * grid; cell++) {
                for (int i = 0; i < 3 * patch * patch; i++) {
                    int channel = i / (patch * patch);
                    int y = cell / grid * patch + i / patch % patch;
                    int x = cell % grid * patch + i % patch;
                    rows[at++] = values[((view * 3 + channel) * side + y) * side + x];
                }
            }
        }
        return rows;
    }
}
