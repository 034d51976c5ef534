package io.pagestream.imaging.resample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.imaging.golden.Golden;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PillowResamplerGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everySizeAndFilterEqualsPillowToTheByte(String name, JsonNode expected) throws IOException {
        Golden.Tensors tensors = Golden.tensors("common/resize/pil_resize.safetensors");
        RgbImage source = tensors.image(expected.get("src").asText());
        if (expected.has("channel")) {
            source = grey(source, expected.get("channel").asInt());
        }
        Filter filter = Filter.valueOf(expected.get("filter").asText().toUpperCase(Locale.ROOT));

        RgbImage resized = PillowResampler.resize(
                source,
                expected.get("size").get(0).asInt(),
                expected.get("size").get(1).asInt(),
                filter);

        RgbImage golden = tensors.image(name);
        assertThat(resized.width()).isEqualTo(golden.width());
        assertThat(resized.height()).isEqualTo(golden.height());
        assertThat(resized.pixels()).isEqualTo(golden.pixels());
    }

    static Stream<Object[]> cases() throws IOException {
        JsonNode cases = Golden.json("common/resize/resize.json").get("pil");
        assertThat(cases.size()).isGreaterThan(10);
        return StreamSupport.stream(cases.spliterator(), false)
                .map(expected -> new Object[] {expected.get("out").asText(), expected});
    }

    private static RgbImage grey(RgbImage image, int channel) {
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.pixels()[i / 3 * 3 + channel];
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }
}
