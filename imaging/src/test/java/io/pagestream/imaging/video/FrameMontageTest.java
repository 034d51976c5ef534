package io.pagestream.imaging.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.imaging.golden.Golden;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameMontageTest {

    private static final int LABEL = 40;

    /** The reference's montage of four frames, at a tenth of the published size; its labels are in another font. */
    @Test
    void everythingButTheLabelsEqualsTheReferenceToTheByte() throws IOException {
        List<RgbImage> frames = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            frames.add(Golden.png("common/images/frame_" + k + ".png"));
        }
        RgbImage expected = Golden.png("ixc25-tiny/golden/frames_composed.png");

        RgbImage montage = FrameMontage.of(frames, 112);

        assertThat(montage.width()).isEqualTo(expected.width());
        assertThat(montage.height()).isEqualTo(expected.height());
        int frameHeight = 74;
        int rowBytes = montage.width() * 3;
        int different = 0;
        for (int i = 0; i < montage.pixels().length; i++) {
            boolean inLabel = i / rowBytes % (LABEL + frameHeight + 10) < LABEL;
            if (inLabel) {
                different += montage.pixels()[i] == expected.pixels()[i] ? 0 : 1;
            } else {
                assertThat(montage.pixels()[i]).as("row %d", i / rowBytes).isEqualTo(expected.pixels()[i]);
            }
        }
        assertThat(different).as("bytes of the labels").isPositive();
    }

    @Test
    void uprightFramesStandSideBySideWithLinesBetween() {
        RgbImage frame = grey(9, 16);

        RgbImage montage = FrameMontage.of(List.of(frame, frame, frame), 160);

        assertThat(montage.width()).isEqualTo(3 * (90 + 10));
        assertThat(montage.height()).isEqualTo(160 + 40);
        assertThat(at(montage, 0, 199)).isEqualTo(77);
        assertThat(at(montage, 94, 199)).isEqualTo(255);
        assertThat(at(montage, 95, 0)).isZero();
        assertThat(at(montage, 96, 199)).isZero();
        assertThat(at(montage, 97, 199)).isEqualTo(255);
        assertThat(at(montage, 295, 100)).as("no line after the last").isEqualTo(255);
        assertThat(at(montage, 100, 199)).isEqualTo(77);
    }

    @Test
    void labelsAreWrittenAboveEachFrame() {
        RgbImage frame = grey(16, 9);
        RgbImage montage = FrameMontage.of(Collections.nCopies(11, frame), 320);

        StringBuilder drawn = new StringBuilder();
        for (int y = 8; y < 36; y += 4) {
            for (int x = 2; x < 240; x += 4) {
                drawn.append(at(montage, x, 10 * (180 + 50) + y) == 0 ? '#' : ' ');
            }
            drawn.append('\n');
        }
        assertThat(drawn.toString().stripTrailing().lines().map(String::stripTrailing))
                .containsExactly(
                        "   #   ###  #   #  ###   ###  #####         #    ###   #",
                        "  #     #   ## ## #   # #   # #            ##   #   #   #",
                        " #      #   # # # #   # #     #             #   #  ##    #",
                        "#       #   # # # ##### # ### ####          #   # # #     #",
                        " #      #   #   # #   # #   # #             #   ##  #    #",
                        "  #     #   #   # #   # #   # #             #   #   #   #",
                        "   #   ###  #   # #   #  #### #####        ###   ###   #");
    }

    @Test
    void whatCannotBeShownIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FrameMontage.of(List.of(), 1120));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameMontage.of(Collections.nCopies(65, grey(4, 3)), 1120));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameMontage.of(List.of(grey(3000, 1)), 1120))
                .withMessageContaining("shrinks to 1120 x 0");
    }

    private static RgbImage grey(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        java.util.Arrays.fill(pixels, (byte) 77);
        return new RgbImage(width, height, pixels);
    }

    private static int at(RgbImage image, int x, int y) {
        return image.pixels()[(y * image.width() + x) * 3] & 0xff;
    }
}
