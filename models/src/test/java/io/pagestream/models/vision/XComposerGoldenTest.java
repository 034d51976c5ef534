package io.pagestream.models.vision;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.prompt.ImageLayout;
import io.pagestream.models.prompt.ImageShape;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** InternLM-XComposer's views to vectors, layer by layer, and their order, against the reference. */
class XComposerGoldenTest {

    private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
    private static final float[] DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

    @ParameterizedTest
    @CsvSource({"ixc2-tiny, 1, 1", "ixc2-4khd-tiny, 3, 1", "ixc25-tiny, 6, 2"})
    void everyStageOfTheEncoderIsThatOfTheReference(String name, int columns, int rows) {
        GoldenFixture fixture = GoldenFixture.of(name);
        GoldenTensors golden = fixture.tensors();
        int views = golden.shape("vit.crops")[0];
        int side = golden.shape("vit.crops")[2];

        EncoderRun run = EncoderRun.floats(fixture.folder(), onTheScaleOfBytes(golden, views, side), views);

        requireNear("crops", run.of("patches"), EncoderRun.patches(golden.floats("vit.crops"), views, side, 14), 2e-6f);
        requireNear("embeddings", run.of("embeddings"), golden.floats("vit.embeddings"), 1e-4f);
        JsonNode states = fixture.expected().path("vision").path("hidden_states");
        assertThat(run.config().layers()).isEqualTo(states.size() - 1);
        for (int i = 0; i < states.size(); i++) {
            String stored = states.get(i).asText();
            requireNear(stored, run.of("hidden." + i), golden.floats(stored), 1e-4f);
        }
        requireNear("projector", inOrder(run, columns, rows, views), golden.floats("vit.projector"), 1e-4f);
    }

    @ParameterizedTest
    @CsvSource({"ixc2-4khd-tiny, 3, 1", "ixc25-tiny, 6, 2"})
    void theMergedPatchesAreTheFeaturesThatTheReferenceProjects(String name, int columns, int rows) {
        GoldenFixture fixture = GoldenFixture.of(name);
        GoldenTensors golden = fixture.tensors();
        int views = golden.shape("vit.crops")[0];
        int width = golden.shape("vit.features")[2];
        float[] features = golden.floats("vit.features");

        EncoderRun run = EncoderRun.floats(
                fixture.folder(), onTheScaleOfBytes(golden, views, golden.shape("vit.crops")[2]), views);

        int[] order = order(run.config(), columns, rows, views);
        assertThat(order).hasSize(golden.shape("vit.features")[1]);
        for (int i = 0; i < order.length; i++) {
            if (order[i] >= 0) {
                requireNear(
                        "feature " + i,
                        Arrays.copyOfRange(run.of("merged"), order[i] * width, (order[i] + 1) * width),
                        Arrays.copyOfRange(features, i * width, (i + 1) * width),
                        1e-4f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ixc2-tiny, image.photo_wide.png, 1, 1, 0",
        "ixc2-4khd-tiny, image.photo_wide.png.hd6, 3, 1, 1",
        "ixc25-tiny, image.photo_wide.png.hd24, 6, 2, 1"
    })
    void tilesOfBytesAreNormalisedAsTheReferenceDoes(String name, String image, int columns, int rows, int first) {
        GoldenFixture fixture = GoldenFixture.of(name);
        GoldenTensors golden = fixture.tensors();
        int side = golden.shape("vit.crops")[2];
        int tiles = columns * rows;

        EncoderRun run = EncoderRun.bytes(fixture.folder(), cut(fixture.picture(image), columns, rows, side), tiles);

        float[] crops = golden.floats("vit.crops");
        float[] expected = Arrays.copyOfRange(crops, first * 3 * side * side, crops.length);
        requireNear("crops", run.of("patches"), EncoderRun.patches(expected, tiles, side, 14), 1e-6f);
    }

    /** The vectors of the views in the order of the prompt, separators among them. */
    private static float[] inOrder(EncoderRun run, int columns, int rows, int views) {
        int[] order = order(run.config(), columns, rows, views);
        float[] vectors = run.of("projector");
        int width = vectors.length / views / run.config().tokensPerTile();
        float[] result = new float[order.length * width];
        for (int i = 0; i < order.length; i++) {
            boolean own = order[i] < 0;
            System.arraycopy(
                    own ? run.of("separators") : vectors,
                    (own ? -1 - order[i] : order[i]) * width,
                    result,
                    i * width,
                    width);
        }
        return result;
    }

    private static int[] order(VisionConfig config, int columns, int rows, int views) {
        ImageLayout layout = config.separators()
                ? ImageLayout.overviewAndRows(config.mergedGrid())
                : ImageLayout.viewByView(config.tokensPerTile());
        return layout.vectors(new ImageShape(columns, rows, views));
    }

    /** [views, 3, side, side], normalised, to [views, side, side, 3] before that. */
    private static float[] onTheScaleOfBytes(GoldenTensors golden, int views, int side) {
        float[] crops = golden.floats("vit.crops");
        float[] pixels = new float[crops.length];
        for (int i = 0; i < crops.length; i++) {
            int channel = i / (side * side) % 3;
            int view = i / (3 * side * side);
            int cell = i % (side * side);
            pixels[(view * side * side + cell) * 3 + channel] =
                    (float) (((double) crops[i] * DEVIATION[channel] + MEAN[channel]) * 255);
        }
        return pixels;
    }

    private static byte[] cut(byte[] picture, int columns, int rows, int side) {
        byte[] tiles = new byte[picture.length];
        int line = side * 3;
        for (int y = 0; y < rows * side; y++) {
            for (int column = 0; column < columns; column++) {
                int tile = y / side * columns + column;
                System.arraycopy(picture, (y * columns + column) * line, tiles, (tile * side + y % side) * line, line);
            }
        }
        return tiles;
    }
}
