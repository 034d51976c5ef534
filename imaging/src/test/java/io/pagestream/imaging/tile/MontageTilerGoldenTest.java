package io.pagestream.imaging.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.imaging.golden.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MontageTilerGoldenTest {

    @Test
    void everySizeOfTheTable() throws IOException {
        List<String> lines = Golden.gzipLines("common/tiling/ixc25_hd_560.csv.gz");
        assertThat(lines.get(0)).endsWith(",video24");
        MontageTiler tiler = new MontageTiler(560, 256);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            PaddedLayout layout = tiler.layout(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]));
            assertThat(layout.width() + "x" + layout.height() + "|0:" + (layout.canvasWidth() - layout.width()) + "|"
                            + layout.grid(1).columns() + "x" + layout.grid(1).rows())
                    .as(line)
                    .isEqualTo(cells[cells.length - 1]);
        }
        assertThat(lines).hasSize(5057);
    }

    @Test
    void theReferencesMontageIsPreparedToTheByte() throws IOException {
        TileBatch tiles = new MontageTiler(56, 24).tile(Golden.png("ixc25-tiny/golden/frames_composed.png"));

        assertThat(tiles.grid()).isEqualTo(new TileGrid(1, 5));
        assertThat(tiles.views()).isEqualTo(6);
        assertThat(XComposerTilesGoldenTest.joined(tiles))
                .isEqualTo(
                        Golden.tensors("ixc25-tiny/golden/tiles.safetensors.gz").bytes("video.transformed"));
    }

    @Test
    void aMontageOfTooManyTilesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MontageTiler(560, 8).grid(1120, 21760))
                .withMessage(
                        "a montage of 1120 x 21760 pixels would become 20 tiles of 560, at most 8 are allowed: take"
                                + " fewer frames");
    }
}
