package io.pagestream.imaging.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.imaging.golden.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every size of the reference's tables, and every budget of tiles. */
class HighDefinitionLayoutGoldenTest {

    private static final int SIZES = 5056;

    @Test
    void chatOfVersion25() throws IOException {
        int refused = compare("ixc25_hd_560", 560, "hd", 1.0, false);
        assertThat(refused).as("sizes at which the reference fails").isPositive();
    }

    @Test
    void fourKhd() throws IOException {
        int refused = compare("ixc2_4khd_336", 336, "hd", Double.POSITIVE_INFINITY, true);
        assertThat(refused).as("sizes at which the reference fails").isPositive();
    }

    /** From the table of the specification; the reference wrote no larger one for this variant. */
    @Test
    void evaluationOfVersion25() {
        HighDefinitionTiler tiler = new HighDefinitionTiler(new HighDefinitionRule(560, 36, 1.5, true));

        assertThat(written(tiler.layout(500, 500))).isEqualTo("1120x1120|0:0|1120x1120");
        assertThat(written(tiler.layout(800, 600))).isEqualTo("1680x1260|210:210|1680x1680");
        assertThat(written(tiler.layout(1920, 1080))).isEqualTo("3360x1890|175:175|3360x2240");
        assertThat(written(tiler.layout(2480, 3508))).isEqualTo("3920x2771|14:15|2800x3920");
        assertThat(tiler.grid(2480, 3508)).isEqualTo(new TileGrid(5, 7));
        assertThat(tiler.grid(4000, 3000)).isEqualTo(new TileGrid(6, 5));
    }

    @Test
    void aPictureThatWouldShrinkToNothingIsRefusedInASentence() {
        HighDefinitionTiler tiler = new HighDefinitionTiler(new HighDefinitionRule(560, 6, 1, false));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tiler.grid(1, 10000))
                .withMessage(
                        "a picture of 1 x 10000 pixels shrinks to 3360 x 0 in 6 tiles of 560: it is too long for its"
                                + " width; cut it into parts, or allow more tiles");
    }

    private static int compare(String table, int side, String prefix, double maxEnlargement, boolean centred)
            throws IOException {
        List<String> lines = Golden.gzipLines("common/tiling/" + table + ".csv.gz");
        String[] header = lines.get(0).split(",");
        int compared = 0;
        int refused = 0;
        for (int column = 2; column < header.length; column++) {
            if (!header[column].startsWith(prefix)) {
                continue;
            }
            int maxTiles = Integer.parseInt(header[column].substring(prefix.length()));
            HighDefinitionTiler tiler =
                    new HighDefinitionTiler(new HighDefinitionRule(side, maxTiles, maxEnlargement, centred));
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",");
                int width = Integer.parseInt(cells[0]);
                int height = Integer.parseInt(cells[1]);
                if (cells[column].equals("error")) {
                    assertThatIllegalArgumentException()
                            .as(line)
                            .isThrownBy(() -> tiler.layout(width, height))
                            .withMessageContaining("too long for its width");
                    refused++;
                } else {
                    assertThat(written(tiler.layout(width, height))).as(line).isEqualTo(cells[column]);
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(SIZES * 4);
        return refused;
    }

    /** As the tables write it: resized, padding above and below, and the whole in its own orientation. */
    static String written(PaddedLayout layout) {
        int bottom = layout.canvasHeight() - layout.height() - layout.top();
        TileGrid whole = layout.grid(1);
        return layout.width() + "x" + layout.height() + "|" + layout.top() + ":" + bottom + "|" + whole.columns() + "x"
                + whole.rows();
    }
}
