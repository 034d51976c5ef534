package io.pagestream.models.vision;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.Device;
import io.pagestream.gpu.TestCard;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoders of the golden checkpoints on a card: in f32 as near as the CPU comes, in bf16 as near as bf16 can. */
class CudaVisionGoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl2-llama-tiny"})
    void inF32EveryLayerIsThatOfTheReference(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        JsonNode vision = fixture.expected().path("vision");
        GoldenTensors golden = fixture.tensors();

        EncoderRun run = encode("cuda:0:f32", fixture, vision);

        int compared = 0;
        for (int i = 0; i <= run.config().layers(); i++) {
            String stored = vision.path("hidden_states").path(i).asText("");
            if (!stored.isEmpty()) {
                requireNear(stored, run.of("hidden." + i), golden.floats(stored), 1e-4f);
                compared++;
            }
        }
        assertThat(compared).isPositive();
        requireNear("projector", run.of("projector"), golden.floats("vit.projector"), 1e-4f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl2-llama-tiny"})
    void inBf16TheVectorsPointWhereTheReferencesDo(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        JsonNode vision = fixture.expected().path("vision");
        float[] expected = fixture.tensors().floats("vit.projector");

        float[] actual = encode("cuda:0", fixture, vision).of("projector");

        int width = expected.length / fixture.tensors().shape("vit.projector")[0];
        for (int at = 0; at < expected.length; at += width) {
            float[] one = Arrays.copyOfRange(expected, at, at + width);
            float[] other = Arrays.copyOfRange(actual, at, at + width);
            assertThat(cosine(one, other)).as("cosine of tile %d", at / width).isGreaterThan(0.999);
        }
    }

    private static EncoderRun encode(String name, GoldenFixture fixture, JsonNode vision) {
        int tiles = fixture.tensors().shape("vit.projector")[0];
        byte[] pixels = fixture.tiles(vision.path("image").asText(), 12);
        try (Device device = TestCard.open(name)) {
            return EncoderRun.bytes(device, fixture.folder(), pixels, tiles);
        }
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double squares = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            squares += (double) one[i] * one[i];
            others += (double) other[i] * other[i];
        }
        return product / Math.sqrt(squares * others);
    }
}
