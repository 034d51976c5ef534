package io.pagestream.imaging.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.imaging.golden.Golden;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Pixels of the three XComposer preparations, as the reference hands them to its vision encoder. */
class XComposerTilesGoldenTest {

    private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] STD = {0.26862954, 0.26130258, 0.27577711};

    @Test
    void version2SquashesToTheByte() throws IOException {
        assertThat(compare("ixc2-tiny", none -> new SquashTiler(70), 70)).isEqualTo(7);
        compareViews("ixc2-tiny", new SquashTiler(70));
    }

    @Test
    void fourKhdFillsAndCentresToTheByte() throws IOException {
        assertThat(compare("ixc2-4khd-tiny", XComposerTilesGoldenTest::fourKhd, 84))
                .isEqualTo(10);
        compareViews("ixc2-4khd-tiny", fourKhd(6));
    }

    @Test
    void version25PadsBelowToTheByte() throws IOException {
        assertThat(compare("ixc25-tiny", XComposerTilesGoldenTest::version25, 56))
                .isEqualTo(10);
        compareViews("ixc25-tiny", version25(24));
    }

    private static Tiler fourKhd(int maxTiles) {
        return new HighDefinitionTiler(new HighDefinitionRule(84, maxTiles, Double.POSITIVE_INFINITY, true));
    }

    private static Tiler version25(int maxTiles) {
        return new HighDefinitionTiler(new HighDefinitionRule(56, maxTiles, 1, false));
    }

    /** The whole prepared pictures, put together again from their tiles. */
    private static int compare(String fixture, IntFunction<Tiler> tilers, int side) throws IOException {
        Golden.Tensors tensors = Golden.tensors(fixture + "/golden/tiles.safetensors.gz");
        JsonNode images = Golden.json(fixture + "/golden/expected.json").get("images");
        for (JsonNode expected : images) {
            String name = expected.get("transformed_u8").asText();
            Tiler tiler = tilers.apply(expected.path("hd_num").asInt());

            TileBatch tiles = tiler.tile(picture(expected.get("id").asText()));

            JsonNode grid = expected.path("grid_cols_rows");
            assertThat(tiles.grid())
                    .as(name)
                    .isEqualTo(new TileGrid(grid.path(0).asInt(1), grid.path(1).asInt(1)));
            assertThat(tiles.side()).isEqualTo(side);
            assertThat(joined(tiles)).as(name).isEqualTo(tensors.bytes(name));
        }
        return images.size();
    }

    /** All views of one picture, normalised: the overview first. */
    private static void compareViews(String fixture, Tiler tiler) throws IOException {
        Golden.Tensors tensors = Golden.tensors("common/resize/ixc_crops.safetensors.gz");
        float[] expected = tensors.floats(fixture);
        String picture = Golden.json(fixture + "/golden/expected.json")
                .get("vision")
                .get("image")
                .asText();

        TileBatch tiles = tiler.tile(picture(picture));

        assertThat(tiles.views()).isEqualTo(tensors.shape(fixture)[0]);
        int plane = tiles.side() * tiles.side();
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            int view = i / (3 * plane);
            int channel = i / plane % 3;
            double value = value(tiles, view, i % plane * 3 + channel);
            worst = Math.max(worst, Math.abs((value / 255 - MEAN[channel]) / STD[channel] - expected[i]));
        }
        assertThat(worst).isCloseTo(0, within(1e-5));
    }

    private static double value(TileBatch tiles, int view, int offset) {
        if (tiles.hasOverview() && view == 0) {
            return tiles.overview()[offset];
        }
        int tile = tiles.hasOverview() ? view - 1 : view;
        return tiles.pixels()[tile * tiles.side() * tiles.side() * 3 + offset] & 0xff;
    }

    /** The picture that the tiles were cut from. */
    static byte[] joined(TileBatch tiles) {
        int side = tiles.side();
        int columns = tiles.grid().columns();
        byte[] picture = new byte[tiles.pixels().length];
        for (int row = 0; row < tiles.grid().rows() * side; row++) {
            for (int column = 0; column < columns; column++) {
                int tile = row / side * columns + column;
                System.arraycopy(
                        tiles.pixels(),
                        (tile * side + row % side) * side * 3,
                        picture,
                        (row * columns + column) * side * 3,
                        side * 3);
            }
        }
        return picture;
    }

    private static RgbImage picture(String id) throws IOException {
        return Golden.png("common/images/decoded/" + id + ".png");
    }
}
