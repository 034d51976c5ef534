package io.pagestream.imaging.tile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.imaging.golden.Golden;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicTilerGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny", "internvl-hf-tiny", "internvl15-v1-tiny"})
    void tilesEqualThoseOfTheReferenceToTheByte(String fixture) throws IOException {
        Golden.Tensors tensors = Golden.tensors(fixture + "/golden/tiles.safetensors.gz");
        JsonNode images = Golden.json(fixture + "/golden/expected.json").get("images");
        assertThat(images.size()).isGreaterThan(5);
        for (JsonNode expected : images) {
            String name = expected.get("tiles_u8").asText();
            int[] shape = tensors.shape(name);
            TilingRule rule = new TilingRule(
                    shape[1],
                    expected.get("min_num").asInt(),
                    expected.get("max_num").asInt(),
                    expected.get("use_thumbnail").asBoolean());
            RgbImage image =
                    Golden.png("common/images/decoded/" + expected.get("id").asText() + ".png");

            TileBatch tiles = new DynamicTiler(rule).tile(image);

            assertThat(tiles.count()).as(name).isEqualTo(shape[0]);
            assertThat(tiles.views()).as(name).isEqualTo(shape[0]);
            assertThat(tiles.grid()).as(name).isEqualTo(gridOf(expected));
            assertThat(tiles.pixels()).as(name).isEqualTo(tensors.bytes(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny", "internvl15-v1-tiny"})
    void oneTileAtMostIsTheWholePictureSquashed(String fixture) throws IOException {
        Golden.Tensors tensors = Golden.tensors(fixture + "/golden/tiles.safetensors.gz");
        List<String> names =
                tensors.names().filter(name -> name.startsWith("tiles_max1.")).toList();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            RgbImage image = Golden.png("common/images/decoded/" + name.substring("tiles_max1.".length()) + ".png");

            TileBatch tiles = new DynamicTiler(new TilingRule(tensors.shape(name)[1], 1, 1, true)).tile(image);

            assertThat(tiles.count()).as(name).isEqualTo(1);
            assertThat(tiles.pixels()).as(name).isEqualTo(tensors.bytes(name));
        }
    }

    private static TileGrid gridOf(JsonNode expected) {
        JsonNode grid = expected.get("grid_cols_rows");
        return new TileGrid(grid.get(0).asInt(), grid.get(1).asInt());
    }
}
