package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.imaging.tile.TilingRule;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.task.Images;
import io.pagestream.models.task.Task;
import io.pagestream.models.task.TaskPlan;
import io.pagestream.models.task.TaskPrompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The model inside reads two pictures as the PyTorch model with which it was trained does, token by token. The expected
 * answers are written by {@code python ship.py --golden} in {@code training}, whenever the weights change.
 */
class EmbeddedGoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/embedded");

    @Test
    void readsWhatItsTrainingSaysThatItReads() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(Files.readAllBytes(FOLDER.resolve("golden.json")));
        assertThat(golden.path("pictures")).hasSize(2);
        try (OcrEngine engine = SharedEngines.lease(EngineOptions.of(EngineOptions.EMBEDDED, "cpu:f32"))) {
            TaskPlan plan = TaskPrompts.of(engine.config().template()).plan(Task.MARKDOWN, "", Images.pages(1));
            assertThat(plan.turns().toString()).contains(golden.path("prompt").asText());
            for (JsonNode picture : golden.path("pictures")) {
                int[] expected = StreamSupport.stream(picture.path("ids").spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                assertThat(expected).as(picture.path("file").asText()).isNotEmpty();

                Reading.Text text = read(engine, plan, picture, expected.length);

                assertThat(text.promptTokens())
                        .isEqualTo(picture.path("promptTokens").asInt());
                assertThat(text.tokens()).as("%s", picture).isEqualTo(expected);
                assertThat(text.text()).isEqualTo(picture.path("text").asText());
            }
        }
    }

    private static Reading.Text read(OcrEngine engine, TaskPlan plan, JsonNode picture, int tokens) {
        VisionConfig vision = engine.config().vision();
        var page = GoldenRequests.pixelsOf(FOLDER.resolve(picture.path("file").asText()));
        Tiling.Dynamic tiling = (Tiling.Dynamic) vision.tiling();
        assertThat(TileGrid.nearestTo(
                        page.width(),
                        page.height(),
                        new TilingRule(vision.imageSide(), tiling.minTiles(), tiling.maxTiles(), tiling.thumbnail())))
                .isEqualTo(new TileGrid(
                        picture.path("columns").asInt(), picture.path("rows").asInt()));
        TileBatch tiles = Tilers.of(vision).tile(page);
        Reading reading = engine.submit(new ReadingRequest(
                        plan.turns(), List.of(tiles), SamplingRule.greedy(tokens), Terms.DEFAULT, Optional.empty()))
                .join();
        assertThat(reading).isInstanceOf(Reading.Text.class);
        return (Reading.Text) reading;
    }
}
