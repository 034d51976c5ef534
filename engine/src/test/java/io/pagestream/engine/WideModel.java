package io.pagestream.engine;

import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.language.StepInputs;
import io.pagestream.models.prompt.ImageLayout;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.vision.VisionEncoder;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A model whose images are an overview and rows over the full width, and whose encoder and decoder compute nothing: a
 * vector says of which view and row it is, and the decoder notes what it was given.
 */
final class WideModel implements LoadedModel {

    static final int SIDE = 4;
    static final int TOKENS_PER_TILE = 4;
    static final float END_OF_ROW = -1;
    static final float END_OF_OVERVIEW = -2;
    private static final int WIDTH = 8;
    private static final int VOCABULARY = 16;

    private final FakeModel words = new FakeModel();

    /** What stood at each position of the prompt: ten times a view's first pixel, and the row; or a separator. */
    final Map<Integer, Float> seen = new TreeMap<>();

    @Override
    public ModelConfig config() {
        VisionConfig vision = new VisionConfig(
                VisionConfig.Tower.CLIP,
                SIDE,
                1,
                SIDE,
                8,
                1,
                8,
                1,
                1,
                VisionConfig.Norm.LAYER,
                1e-5f,
                true,
                false,
                VisionConfig.Merge.ROWS,
                new Tiling.HighDefinition(6, 1, false));
        LanguageConfig language = new LanguageConfig(
                "fake", 1, WIDTH, 1, 1, WIDTH, 8, VOCABULARY, 1e-6f, Rotary.plain(1e4), 200, false, false);
        return new ModelConfig("wide", "fake", vision, language, "fake", List.of(15), OptionalInt.empty());
    }

    @Override
    public Tokenizer tokenizer() {
        return words;
    }

    @Override
    public Prompt prompt(List<Turn> turns, List<ImageShape> images) {
        int[] vectors = ImageLayout.overviewAndRows(2).vectors(images.get(0));
        return new Prompt(new int[vectors.length + 1], List.of(new ImageSpan(0, 0, vectors)));
    }

    @Override
    public VisionEncoder vision() {
        return new VisionEncoder() {
            @Override
            public Tensor encode(Tensor pixels, Scratch scratch) {
                float[] in = firstPixels(pixels, scratch);
                float[] vectors = new float[pixels.rows() * TOKENS_PER_TILE * WIDTH];
                for (int i = 0; i < vectors.length; i++) {
                    int row = i / WIDTH;
                    vectors[i] = 10 * in[row / TOKENS_PER_TILE] + row % TOKENS_PER_TILE;
                }
                return scratch.floats(pixels.rows() * TOKENS_PER_TILE, WIDTH, vectors);
            }

            @Override
            public int separators() {
                return 2;
            }

            @Override
            public Tensor separators(Scratch scratch) {
                float[] vectors = new float[2 * WIDTH];
                java.util.Arrays.fill(vectors, 0, WIDTH, END_OF_ROW);
                java.util.Arrays.fill(vectors, WIDTH, 2 * WIDTH, END_OF_OVERVIEW);
                return scratch.floats(2, WIDTH, vectors);
            }
        };
    }

    /** In halves, through the one operation that reads bytes as well as floats. */
    private static float[] firstPixels(Tensor pixels, Scratch scratch) {
        Tensor scaled = scratch.take(pixels.rows(), pixels.columns());
        scratch.device().ops().patches(scaled, pixels, SIDE, SIDE, new float[3], new float[] {1, 1, 1});
        float[] all = scaled.toFloats();
        float[] first = new float[pixels.rows()];
        for (int view = 0; view < first.length; view++) {
            first[view] = Math.round(2 * 255 * all[view * pixels.columns()]) / 2f;
        }
        return first;
    }

    @Override
    public Decoder language() {
        return (step, scratch) -> {
            note(step);
            int rows = Math.max(1, step.logitRows().length);
            return scratch.floats(rows, VOCABULARY, new float[rows * VOCABULARY]);
        };
    }

    private void note(StepInputs step) {
        float[] table =
                step.images().isEmpty() ? new float[0] : step.images().table().toFloats();
        int first = step.spans().spans().get(0).past();
        for (int i = 0; i < step.images().rows().length; i++) {
            seen.put(first + step.images().rows()[i], table[step.images().from()[i] * WIDTH]);
        }
    }

    @Override
    public void close() {}
}
