package io.pagestream.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.imaging.decode.RenderRule.Orientation;
import io.pagestream.imaging.golden.Golden;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentDecoderGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void pixelsAreThoseOfPillow(String file, JsonNode image) throws IOException {
        RgbImage golden = Golden.png("common/images/" + image.get("decoded").asText());

        assertClose(decode(file, Orientation.AS_STORED), golden, tolerance(image));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("photographs")
    void photographsAreTurnedUprightWhenAskedTo(String file, JsonNode image) throws IOException {
        RgbImage golden =
                Golden.png("common/images/" + image.get("decoded_upright").asText());

        assertClose(decode(file, Orientation.UPRIGHT), golden, tolerance(image));
    }

    static Stream<Object[]> images() throws IOException {
        JsonNode images = Golden.json("common/images/images.json").get("images");
        assertThat(images.size()).isGreaterThan(30);
        return StreamSupport.stream(images.spliterator(), false)
                .map(image -> new Object[] {image.get("file").asText(), image});
    }

    static Stream<Object[]> photographs() throws IOException {
        return images().filter(image -> ((JsonNode) image[1]).has("decoded_upright"));
    }

    private static RgbImage decode(String file, Orientation orientation) throws IOException {
        RenderRule rule = new RenderRule(200, 6000, orientation);
        try (PageCursor cursor =
                DocumentDecoder.open(Golden.bytes("common/images/" + file), rule, DecodeLimits.DEFAULT)) {
            assertThat(cursor.pageCount()).isEqualTo(1);
            return cursor.page(0);
        }
    }

    /** JPEG decoders may differ in their last bits; all other formats leave no choice. */
    private static int tolerance(JsonNode image) {
        if (!image.get("file").asText().endsWith(".jpg")) {
            return 0;
        }
        return image.get("pil_mode").asText().equals("CMYK") ? 6 : 3;
    }

    private static void assertClose(RgbImage actual, RgbImage golden, int tolerance) {
        assertThat(actual.toString()).isEqualTo(golden.toString());
        int largest = 0;
        for (int i = 0; i < golden.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((actual.pixels()[i] & 0xff) - (golden.pixels()[i] & 0xff)));
        }
        assertThat(largest).as("largest difference of a channel").isLessThanOrEqualTo(tolerance);
    }
}
