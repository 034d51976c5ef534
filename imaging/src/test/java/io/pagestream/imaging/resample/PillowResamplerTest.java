package io.pagestream.imaging.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PillowResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "31, 17, 31, 64",
        "31, 17, 90, 17",
        "31, 17, 1, 1",
        "200, 3, 7, 500",
        "1, 1, 5, 9",
        "64, 300, 64, 2",
        "71, 131, 30, 131",
        "66, 190, 149, 77"
    })
    void agreesWithTheTwoPassesWrittenPlainly(int width, int height, int newWidth, int newHeight) {
        RgbImage image = noise(width, height);
        for (Filter filter : Filter.values()) {
            assertThat(PillowResampler.resize(image, newWidth, newHeight, filter)
                            .pixels())
                    .as(filter.name())
                    .isEqualTo(plainly(image, newWidth, newHeight, filter));
        }
    }

    @ParameterizedTest
    @EnumSource(Filter.class)
    void anEvenColourStaysAsItIs(Filter filter) {
        byte[] pixels = new byte[50 * 40 * 3];
        Arrays.fill(pixels, (byte) 201);

        byte[] resized = PillowResampler.resize(new RgbImage(50, 40, pixels), 23, 91, filter)
                .pixels();

        byte[] expected = new byte[23 * 91 * 3];
        Arrays.fill(expected, (byte) 201);
        assertThat(resized).isEqualTo(expected);
    }

    @Test
    void theSameSizeIsTheSameImage() {
        RgbImage image = noise(12, 7);

        assertThat(PillowResampler.resize(image, 12, 7, Filter.BICUBIC)).isSameAs(image);
    }

    @Test
    void aSizeThatNoArrayHoldsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PillowResampler.resize(noise(2, 2), 40_000, 40_000, Filter.BICUBIC))
                .withMessageContaining("40000 x 40000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PillowResampler.resize(noise(2, 2), 0, 3, Filter.BICUBIC));
    }

    private static byte[] plainly(RgbImage image, int width, int height, Filter filter) {
        byte[] across = pass(image.pixels(), image.height(), image.width(), 3, width, filter);
        return pass(across, 1, image.height(), width * 3, height, filter);
    }

    /** Resizes the middle axis of [outer, size, inner]. */
    private static byte[] pass(byte[] in, int outer, int size, int inner, int newSize, Filter filter) {
        if (size == newSize) {
            return in;
        }
        Taps taps = Taps.of(size, newSize, filter);
        byte[] out = new byte[outer * newSize * inner];
        for (int o = 0; o < outer; o++) {
            for (int x = 0; x < newSize; x++) {
                for (int c = 0; c < inner; c++) {
                    long sum = Taps.HALF;
                    for (int k = 0; k < taps.count[x]; k++) {
                        int value = in[(o * size + taps.first[x] + k) * inner + c] & 0xff;
                        sum += (long) value * taps.weights[x * taps.width + k];
                    }
                    out[(o * newSize + x) * inner + c] = (byte) Math.max(0, Math.min(255, sum >> Taps.PRECISION));
                }
            }
        }
        return out;
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        new Random(width * 31L + height).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
