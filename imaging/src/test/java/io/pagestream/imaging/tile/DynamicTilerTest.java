package io.pagestream.imaging.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DynamicTilerTest {

    private static final TilingRule UP_TO_TWELVE = new TilingRule(16, 1, 12, true);

    @Test
    void columnsFollowTheWidthAndRowsTheHeight() {
        assertThat(TileGrid.nearestTo(1653, 2338, new TilingRule(448, 1, 12, true)))
                .isEqualTo(new TileGrid(2, 3));
        assertThat(TileGrid.nearestTo(2338, 1653, new TilingRule(448, 1, 12, true)))
                .isEqualTo(new TileGrid(4, 3));
    }

    @Test
    void theThumbnailIsOfTheOriginalImageAndLast() {
        RgbImage image = noise(150, 100);

        TileBatch tiles = new DynamicTiler(UP_TO_TWELVE).tile(image);

        byte[] thumbnail = PillowResampler.resize(image, 16, 16, Filter.BICUBIC).pixels();
        assertThat(tiles.count()).isEqualTo(7);
        assertThat(Arrays.copyOfRange(tiles.pixels(), 6 * thumbnail.length, 7 * thumbnail.length))
                .isEqualTo(thumbnail);
    }

    @Test
    void oneTileNeedsNoThumbnail() {
        assertThat(new DynamicTiler(new TilingRule(16, 1, 1, true))
                        .tile(noise(40, 90))
                        .count())
                .isEqualTo(1);
        assertThat(new DynamicTiler(new TilingRule(16, 1, 12, false))
                        .tile(noise(150, 100))
                        .count())
                .isEqualTo(6);
    }

    @Test
    void equalPixelsHaveEqualFingerprintsAndOthersDoNot() {
        DynamicTiler tiler = new DynamicTiler(UP_TO_TWELVE);
        RgbImage image = noise(150, 100);
        byte[] other = image.pixels().clone();
        other[0] ^= 0x40;

        assertThat(tiler.tile(image).fingerprint())
                .isEqualTo(tiler.tile(noise(150, 100)).fingerprint())
                .isNotEqualTo(tiler.tile(new RgbImage(150, 100, other)).fingerprint());
    }

    @Test
    void theSameTilesInAnotherGridAreAnotherPicture() {
        byte[] pixels = noise(4, 24).pixels();

        assertThat(TileBatch.of(new TileGrid(3, 2), 6, 4, pixels).fingerprint())
                .isEqualTo(
                        TileBatch.of(new TileGrid(3, 2), 6, 4, pixels.clone()).fingerprint())
                .isNotEqualTo(TileBatch.of(new TileGrid(2, 3), 6, 4, pixels).fingerprint());
    }

    @Test
    void anOverviewIsOneMoreViewAndTheThumbnailIsNot() {
        byte[] six = new byte[6 * 4 * 4 * 3];

        assertThat(TileBatch.of(new TileGrid(3, 2), 4, six, new float[4 * 4 * 3])
                        .views())
                .isEqualTo(7);
        assertThat(TileBatch.of(new TileGrid(5, 1), 6, 4, six).views()).isEqualTo(6);
        assertThat(TileBatch.of(6, 4, six).hasOverview()).isFalse();
    }

    @Test
    void batchesThatDoNotAddUpAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TileBatch.of(0, 4, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> TileBatch.of(2, 4, new byte[48]));
        assertThatIllegalArgumentException().isThrownBy(() -> TileBatch.of(new TileGrid(2, 2), 6, 4, new byte[6 * 48]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TileBatch.of(new TileGrid(1, 1), 4, new byte[48], new float[47]));
    }

    @Test
    void sizesThatNoImageHasAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TileGrid.nearestTo(0, 5, UP_TO_TWELVE));
        assertThatIllegalArgumentException().isThrownBy(() -> new TileGrid(0, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new TilingRule(448, 3, 2, true));
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        new Random(7).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
