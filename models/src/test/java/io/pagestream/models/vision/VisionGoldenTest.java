package io.pagestream.models.vision;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.ModelLoader;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles to vectors, layer by layer, against the reference. */
class VisionGoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny", "internvl-hf-tiny"})
    void everyStageOfTheEncoderIsThatOfTheReference(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        GoldenTensors golden = fixture.tensors();
        JsonNode vision = fixture.expected().path("vision");
        int tiles = golden.shape("vit.projector")[0];
        byte[] pixels = fixture.tiles(vision.path("image").asText(), 12);

        Map<String, float[]> seen = encode(fixture, pixels, tiles);

        for (int i = 0; i < vision.path("hidden_states").size(); i++) {
            String stored = vision.path("hidden_states").get(i).asText();
            requireNear(stored, seen.get("hidden." + i), golden.floats(stored), 1e-4f);
        }
        requireNear("pixel shuffle", seen.get("pixel_shuffle"), golden.floats("vit.pixel_shuffle"), 1e-4f);
        requireNear("projector", seen.get("projector"), golden.floats("vit.projector"), 1e-4f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny", "internvl-hf-tiny"})
    void normalisedPixelsAreThoseOfTheReference(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        int compared = 0;
        for (JsonNode image : fixture.expected().path("images")) {
            String stored = image.path("pixel_values").asText("");
            if (fixture.tensors().has(stored)) {
                int[] shape = fixture.tensors().shape(stored);
                byte[] pixels = fixture.tiles(image.path("id").asText(), 12);

                Map<String, float[]> seen = encode(fixture, pixels, shape[0]);

                float[] patches = patches(fixture.tensors().floats(stored), shape[0], shape[2], 14);
                requireNear(stored, seen.get("patches"), patches, 1e-6f);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny"})
    void aTileIsEncodedAsItIsAlone(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        byte[] pixels = fixture.tiles("page_portrait.png", 12);
        float[] together = encode(fixture, pixels, 7).get("projector");
        int tile = pixels.length / 7;

        for (int i = 0; i < 7; i++) {
            byte[] one = java.util.Arrays.copyOfRange(pixels, i * tile, (i + 1) * tile);
            float[] alone = encode(fixture, one, 1).get("projector");
            float[] among = java.util.Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length);
            requireNear("tile " + i, alone, among, 1e-5f);
        }
    }

    private static Map<String, float[]> encode(GoldenFixture fixture, byte[] pixels, int tiles) {
        Map<String, float[]> seen = new HashMap<>();
        try (Device device = Devices.open("cpu:f32");
                LoadedModel model = ModelLoader.load(fixture.folder(), device)) {
            VisionConfig config = model.config().vision();
            int tileBytes = 3 * config.imageSide() * config.imageSide();
            Map<MemoryTag, Long> before = new LinkedHashMap<>(device.liveBytes());
            try (Scratch scratch = new Scratch(device);
                    Tensor bytes = device.allocate(DType.U8, MemoryTag.ACTIVATIONS, tiles, tileBytes)) {
                bytes.write(pixels, 0);
                Tensor result = ((InternVit) model.vision())
                        .encode(bytes, scratch, (stage, tensor) -> seen.put(stage, tensor.toFloats()));
                seen.put("projector", result.toFloats());
            }
            assertThat(device.liveBytes()).as("all activations came back").isEqualTo(before);
        }
        return seen;
    }

    /** [tiles, 3, side, side] as one row for each patch: (channel, y, x). */
    private static float[] patches(float[] values, int tiles, int side, int patch) {
        int grid = side / patch;
        float[] rows = new float[values.length];
        int at = 0;
        for (int tile = 0; tile < tiles; tile++) {
            for (int cell = 0; cell < grid * grid; cell++) {
                for (int i = 0; i < 3 * patch * patch; i++) {
                    int channel = i / (patch * patch);
                    int y = cell / grid * patch + i / patch % patch;
                    int x = cell % grid * patch + i % patch;
                    rows[at++] = values[((tile * 3 + channel) * side + y) * side + x];
                }
            }
        }
        return rows;
    }
}
