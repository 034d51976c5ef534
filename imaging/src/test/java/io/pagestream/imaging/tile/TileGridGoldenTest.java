package io.pagestream.imaging.tile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.imaging.golden.Golden;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileGridGoldenTest {

    @ParameterizedTest
    @ValueSource(ints = {448, 224, 56})
    void everySizeGetsTheGridOfTheReference(int side) throws IOException {
        List<String> lines = Golden.gzipLines("common/tiling/internvl_dynamic_preprocess_" + side + ".csv.gz");
        String[] header = lines.get(0).split(",");
        int compared = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            for (int i = 2; i < cells.length; i++) {
                TilingRule rule = new TilingRule(side, 1, Integer.parseInt(header[i].substring(1)), true);
                assertThat(grid(cells, rule)).as("%s at %s", line, rule).isEqualTo(cells[i]);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(5056 * 6);
    }

    @Test
    void aLeastNumberOfTilesIsRespectedAsInTheReference() throws IOException {
        List<String> lines = Golden.gzipLines("common/tiling/internvl_min_num.csv.gz");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            TilingRule rule = new TilingRule(448, Integer.parseInt(cells[2]), Integer.parseInt(cells[3]), true);
            assertThat(grid(cells, rule)).as("%s", line).isEqualTo(cells[4]);
        }
        assertThat(lines).hasSizeGreaterThan(100);
    }

    @Test
    void candidatesAreTriedInTheOrderOfTheReference() throws IOException {
        JsonNode orders =
                Golden.json("common/tiling/internvl_candidate_order.json").get("min-max");
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, JsonNode> entry : orders.properties()) {
            String[] range = entry.getKey().split("-");
            List<TileGrid> expected = StreamSupport.stream(entry.getValue().spliterator(), false)
                    .map(pair -> new TileGrid(pair.get(0).asInt(), pair.get(1).asInt()))
                    .toList();
            all.assertThat(CandidateGrids.inOfficialOrder(Integer.parseInt(range[0]), Integer.parseInt(range[1])))
                    .as(entry.getKey())
                    .isEqualTo(expected);
        }
        all.assertAll();
        assertThat(orders.size()).isGreaterThan(5);
    }

    private static String grid(String[] cells, TilingRule rule) {
        TileGrid grid = TileGrid.nearestTo(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]), rule);
        return grid.columns() + "x" + grid.rows();
    }
}
