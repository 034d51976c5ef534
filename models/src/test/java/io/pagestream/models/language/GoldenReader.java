package io.pagestream.models.language;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.ModelLoader;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** A model, and the simplest loop around it: the prompt in one step or in pieces, then one token after the other. */
final class GoldenReader implements AutoCloseable {

    private static final int BLOCK_TOKENS = 16;
    private static final int BLOCKS_OF_A_SEQUENCE = 16;
    private static final int SEQUENCES = 3;

    final GoldenFixture fixture;
    final LoadedModel model;
    private final Device device;
    private final PagedKeysAndValues cache;

    GoldenReader(GoldenFixture fixture, Device device) {
        this(fixture, fixture.folder(), device);
    }

    /** @param folder with other weights for the same configuration */
    GoldenReader(GoldenFixture fixture, Path folder, Device device) {
        this.fixture = fixture;
        this.device = device;
        this.model = ModelLoader.load(folder, device);
        LanguageConfig language = model.config().language();
        this.cache = device.allocateCache(new CacheShape(
                language.layers(),
                language.kvHeads(),
                language.headSide(),
                SEQUENCES * BLOCKS_OF_A_SEQUENCE,
                BLOCK_TOKENS));
    }

    /** Of which rows a step computes logits. */
    enum Wanted {
        ALL,
        LAST,
        NONE
    }

    /** One sequence on its way through the model. */
    final class Reading {

        final Prompt prompt;
        final List<Integer> tokens = new ArrayList<>();
        private final GoldenCase golden;
        private final float[] features;
        private final int[] blocks;
        private int past;

        Reading(GoldenCase golden, int place) {
            this.golden = golden;
            this.prompt = model.prompt(golden.turns(), golden.images());
            this.features = features(golden);
            Arrays.stream(prompt.tokens()).forEach(tokens::add);
            // Not in order: a sequence's blocks lie anywhere.
            this.blocks = IntStream.range(0, BLOCKS_OF_A_SEQUENCE)
                    .map(i -> (BLOCKS_OF_A_SEQUENCE - 1 - i) * SEQUENCES + place)
                    .toArray();
        }

        int[] answer() {
            return tokens.subList(prompt.tokens().length, tokens.size()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        boolean ended() {
            int[] answer = answer();
            return answer.length >= golden.maxNewTokens()
                    || answer.length > 0 && golden.stopTokens().contains(answer[answer.length - 1]);
        }

        /** Ids that the repetition penalty counts. */
        int[] counted() {
            return golden.penaltyOnPrompt()
                    ? tokens.stream().mapToInt(Integer::intValue).toArray()
                    : answer();
        }
    }

    private float[] features(GoldenCase golden) {
        if (golden.pictures().isEmpty()) {
            return new float[0];
        }
        byte[] pixels = fixture.tiles(golden);
        int tiles = golden.images().stream().mapToInt(image -> image.views()).sum();
        try (Scratch scratch = new Scratch(device);
                Tensor bytes = device.allocate(DType.U8, MemoryTag.ACTIVATIONS, tiles, pixels.length / tiles)) {
            bytes.write(pixels, 0);
            return model.vision().encode(bytes, scratch).toFloats();
        }
    }

    /**
     * Computes {@code count} tokens of each reading, with the logits that are wanted.
     *
     * @return [rows, vocabulary]
     */
    float[] step(List<Reading> readings, int count, Wanted wanted, BiConsumer<String, Tensor> observer) {
        try (Scratch scratch = new Scratch(device)) {
            Tensor logits = forward(readings, count, wanted, scratch, observer);
            return logits.toFloats();
        }
    }

    private Tensor forward(
            List<Reading> readings, int count, Wanted wanted, Scratch scratch, BiConsumer<String, Tensor> observer) {
        List<StepSpans.Span> spans = new ArrayList<>();
        List<Integer> imageRows = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        for (Reading reading : readings) {
            int first = tokens.size();
            int rows = Math.min(count, reading.tokens.size() - reading.past);
            spans.add(new StepSpans.Span(first, rows, reading.past, reading.blocks));
            addImages(reading, first, rows, imageRows, from, features);
            tokens.addAll(reading.tokens.subList(reading.past, reading.past + rows));
            last.add(tokens.size() - 1);
            reading.past += rows;
        }
        IntStream rows = wanted == Wanted.ALL
                ? IntStream.range(0, tokens.size())
                : last.stream().mapToInt(row -> row);
        int[] logitRows = wanted == Wanted.NONE ? new int[0] : rows.toArray();
        StepInputs step = new StepInputs(
                ints(tokens),
                new StepSpans(spans),
                readings.stream()
                        .mapToInt(reading -> reading.prompt.tokens().length)
                        .toArray(),
                new StepInputs.ImageVectors(ints(imageRows), ints(from), table(features, scratch)),
                List.of(),
                logitRows,
                cache);
        return ((CausalDecoder) model.language()).forward(step, scratch, observer);
    }

    /** The vectors of images that fall into the rows of this step. */
    private void addImages(
            Reading reading, int firstRow, int rows, List<Integer> imageRows, List<Integer> from, List<float[]> table) {
        int hidden = model.config().language().hidden();
        int before = 0;
        for (ImageSpan image : reading.prompt.images()) {
            for (int i = 0; i < image.tokens(); i++) {
                int position = image.firstToken() + i;
                if (position >= reading.past && position < reading.past + rows) {
                    int feature = before + image.vectors()[i];
                    imageRows.add(firstRow + position - reading.past);
                    from.add(table.size());
                    table.add(Arrays.copyOfRange(reading.features, feature * hidden, (feature + 1) * hidden));
                }
            }
            before += image.tokens();
        }
    }

    private Tensor table(List<float[]> vectors, Scratch scratch) {
        int hidden = model.config().language().hidden();
        float[] values = new float[Math.max(1, vectors.size()) * hidden];
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i), 0, values, i * hidden, hidden);
        }
        return scratch.floats(values.length / hidden, hidden, values);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** One step of all readings and the most probable next token of each; returns the logits after the penalty. */
    float[] next(List<Reading> readings, int count) {
        try (Scratch scratch = new Scratch(device)) {
            Tensor logits = forward(readings, count, Wanted.LAST, scratch, (name, tensor) -> {});
            for (int i = 0; i < readings.size(); i++) {
                int[] counted = readings.get(i).counted();
                if (readings.get(i).golden.repetitionPenalty() != 1 && counted.length > 0) {
                    device.ops()
                            .penalizeRepeats(
                                    logits,
                                    i,
                                    scratch.ints(counted),
                                    readings.get(i).golden.repetitionPenalty());
                }
            }
            Tensor best = scratch.ints(new int[readings.size()]);
            device.ops().argmax(best, logits);
            int[] chosen = best.toInts();
            for (int i = 0; i < chosen.length; i++) {
                readings.get(i).tokens.add(chosen[i]);
            }
            return logits.toFloats();
        }
    }

    @Override
    public void close() {
        cache.close();
        model.close();
    }
}
