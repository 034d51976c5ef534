package io.pagestream.imaging.ink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFoldTest {

    private static final int LINE = 14;

    /** Lines of noise on paper that gets darker to the right, with gaps of three rows. */
    @ParameterizedTest
    @ValueSource(ints = {100, 101, 107, 113, 400, 1111})
    void theCutGoesBetweenTwoLines(int height) {
        RgbImage page = page(height, 17, 14);

        List<RgbImage> halves = PageFold.halves(page);

        int row = halves.get(0).height();
        assertThat(row % (LINE + 3)).as("row %s of a line", row).isGreaterThanOrEqualTo(LINE);
        assertThat(Math.abs(row - height / 2)).isLessThanOrEqualTo(height / 10);
        assertThat(halves.get(1).height()).isEqualTo(height - row);
    }

    @Test
    void theHalvesAreThePageAndNothingElse() {
        RgbImage page = page(50, 17, 14);
        List<RgbImage> halves = PageFold.halves(page);

        byte[] joined = Arrays.copyOf(halves.get(0).pixels(), page.pixels().length);
        byte[] lower = halves.get(1).pixels();
        System.arraycopy(lower, 0, joined, joined.length - lower.length, lower.length);

        assertThat(joined).isEqualTo(page.pixels());
    }

    @Test
    void aPageWithoutLinesIsCutInTheMiddle() {
        RgbImage paper = new RgbImage(3, 9, new byte[81]);

        assertThat(PageFold.halves(paper)).extracting(RgbImage::height).containsExactly(4, 5);
        assertThat(PageFold.halves(new RgbImage(1, 2, new byte[6])))
                .extracting(RgbImage::height)
                .containsExactly(1, 1);
        assertThatThrownBy(() -> PageFold.halves(new RgbImage(2, 1, new byte[6])))
                .hasMessageContaining("2 x 1");
    }

    private static RgbImage page(int height, int pitch, int line) {
        Random chance = new Random(5);
        int width = 60;
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < width * 3; i++) {
                int paper = 240 - i / 6;
                pixels[y * width * 3 + i] = (byte) (y % pitch < line ? chance.nextInt(256) : paper + chance.nextInt(3));
            }
        }
        return new RgbImage(width, height, pixels);
    }
}
