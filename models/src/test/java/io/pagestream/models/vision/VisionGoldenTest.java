package io.pagestream.models.vision;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.models.VisionParts;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.HfFolder;
import io.pagestream.models.golden.NotedPictures;
import io.pagestream.models.parity.VisionCheck;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** InternVL's tiles to vectors, layer by layer, against the reference. */
class VisionGoldenTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internvl15-tiny",
                "internvl15-v1-tiny",
                "internvl2-llama-tiny",
                "internvl25-qwen-tiny",
                "internvl25-qwen-tied-tiny",
                "internvl25-internlm-tiny",
                "mini-internvl-phi3-tiny",
                "internvl-hf-tiny"
            })
    void everyStageOfTheEncoderIsThatOfTheReference(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);

        requireTheReference(fixture, fixture.folder());
    }

    @Test
    void theSixBillionStyleInTheHfLayoutIsTheSameModel() {
        GoldenFixture fixture = GoldenFixture.of("internvl2-llama-tiny");
        HfFolder.of(fixture.folder(), folder);

        requireTheReference(fixture, folder);
    }

    private static void requireTheReference(GoldenFixture fixture, Path folder) {
        try (Device device = Devices.open("cpu:f32");
                VisionParts parts = VisionParts.load(folder, device)) {
            assertThat(VisionCheck.first(fixture, parts.config(), parts.encoder(), device, new NotedPictures()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internvl15-tiny",
                "internvl15-v1-tiny",
                "internvl25-qwen-tiny",
                "internvl25-qwen-tied-tiny",
                "internvl-hf-tiny"
            })
    void normalisedPixelsAreThoseOfTheReference(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        int compared = 0;
        for (JsonNode image : fixture.expected().path("images")) {
            String stored = image.path("pixel_values").asText("");
            if (fixture.tensors().has(stored)) {
                int[] shape = fixture.tensors().shape(stored);
                byte[] pixels = fixture.tiles(image.path("id").asText(), 12);

                EncoderRun run = EncoderRun.bytes(fixture.folder(), pixels, shape[0]);

                float[] patches = EncoderRun.patches(fixture.tensors().floats(stored), shape[0], shape[2], 14);
                requireNear(stored, run.of("patches"), patches, 1e-6f);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl15-tiny"})
    void aTileIsEncodedAsItIsAlone(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        byte[] pixels = fixture.tiles("page_portrait.png", 12);
        float[] together = EncoderRun.bytes(fixture.folder(), pixels, 7).of("projector");
        int tile = pixels.length / 7;

        for (int i = 0; i < 7; i++) {
            byte[] one = Arrays.copyOfRange(pixels, i * tile, (i + 1) * tile);
            float[] alone = EncoderRun.bytes(fixture.folder(), one, 1).of("projector");
            float[] among = Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length);
            requireNear("tile " + i, alone, among, 1e-5f);
        }
    }
}
