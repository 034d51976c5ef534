package io.pagestream.imaging.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.imaging.golden.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TorchBicubicGoldenTest {

    @Test
    void everySizeEqualsTorchToAHundredThousandth() throws IOException {
        Golden.Tensors tensors = Golden.tensors("common/resize/torch_bicubic.safetensors");
        JsonNode cases = Golden.json("common/resize/resize.json").get("torch_bicubic");
        for (JsonNode expected : cases) {
            String source = expected.get("src").asText();
            String name = expected.get("out").asText();
            int[] in = tensors.shape(source); // [1, channels, height, width]
            int[] out = tensors.shape(name);

            float[] resized =
                    TorchBicubic.resize(channelsLast(tensors.floats(source), in), in[1], in[3], in[2], out[3], out[2]);

            float[] golden = channelsLast(tensors.floats(name), out);
            assertThat(resized).as(name).hasSameSizeAs(golden);
            double worst = 0;
            for (int i = 0; i < golden.length; i++) {
                worst = Math.max(worst, Math.abs(golden[i] - resized[i]));
            }
            assertThat(worst).as(name).isCloseTo(0, within(1e-5));
        }
        assertThat(cases.size()).isGreaterThan(10);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TorchBicubic.resize(new float[5], 1, 2, 3, 4, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> TorchBicubic.resize(new float[6], 1, 2, 3, 0, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchBicubic.resize(new float[6], 1, 2, 3, 1 << 16, 1 << 16));
    }

    private static float[] channelsLast(float[] planes, int[] shape) {
        int plane = shape[2] * shape[3];
        float[] values = new float[planes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = planes[i % shape[1] * plane + i / shape[1]];
        }
        return values;
    }
}
