package io.pagestream.models.language;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.Device;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.models.DecoderParts;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.ModelLoader;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A decoder, and the simplest loop around it: the prompt in one step or in pieces, then one token after the other. */
final class GoldenReader implements AutoCloseable {

    private static final int BLOCK_TOKENS = 16;
    private static final int BLOCKS_OF_A_SEQUENCE = 28;
    private static final int SEQUENCES = 3;

    final GoldenFixture fixture;
    final LanguageConfig config;
    private final CausalDecoder decoder;
    private final Function<GoldenCase, GoldenPrompt> prompts;
    private final Runnable owned;
    private final Device device;
    private final PagedKeysAndValues cache;

    private GoldenReader(
            GoldenFixture fixture,
            LanguageConfig config,
            Decoder decoder,
            Function<GoldenCase, GoldenPrompt> prompts,
            Runnable owned,
            Device device) {
        this.fixture = fixture;
        this.config = config;
        this.decoder = (CausalDecoder) decoder;
        this.prompts = prompts;
        this.owned = owned;
        this.device = device;
        this.cache = device.allocateCache(new CacheShape(
                config.layers(), config.kvHeads(), config.headSide(), SEQUENCES * BLOCKS_OF_A_SEQUENCE, BLOCK_TOKENS));
    }

    /** Prompts come from the model's template and tokenizer, vectors from its encoder. */
    static GoldenReader of(GoldenFixture fixture, Device device) {
        return of(fixture, fixture.folder(), device);
    }

    /** @param folder with other weights for the same configuration */
    static GoldenReader of(GoldenFixture fixture, Path folder, Device device) {
        LoadedModel model = ModelLoader.load(folder, device);
        return new GoldenReader(
                fixture,
                model.config().language(),
                model.language(),
                golden -> GoldenPrompt.written(model, fixture, golden, device),
                model::close,
                device);
    }

    /** Prompts and vectors come from the reference. */
    static GoldenReader ofDecoder(GoldenFixture fixture, Device device) {
        return ofDecoder(fixture, fixture.folder(), device);
    }

    /** @param folder with other weights for the same configuration */
    static GoldenReader ofDecoder(GoldenFixture fixture, Path folder, Device device) {
        DecoderParts parts = DecoderParts.load(folder, device);
        return new GoldenReader(
                fixture,
                parts.config(),
                parts.decoder(),
                golden -> GoldenPrompt.noted(fixture, golden),
                parts::close,
                device);
    }

    /** Of which rows a step computes logits. */
    enum Wanted {
        ALL,
        LAST,
        NONE
    }

    /** One sequence on its way through the model. */
    final class Reading {

        final GoldenPrompt prompt;
        final List<Integer> tokens = new ArrayList<>();
        private final GoldenCase golden;
        private final int[] blocks;
        private int past;

        Reading(GoldenCase golden, int place) {
            this.golden = golden;
            this.prompt = prompts.apply(golden);
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
        List<StepInputs.AdapterRows> adapters = new ArrayList<>();
        int vectors = 0;
        List<Integer> tokens = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        for (Reading reading : readings) {
            int first = tokens.size();
            int rows = Math.min(count, reading.tokens.size() - reading.past);
            spans.add(new StepSpans.Span(first, rows, reading.past, reading.blocks));
            addImages(reading, first, rows, vectors, imageRows, from);
            vectors += reading.prompt.table().length / config.hidden();
            if (!reading.golden.adapter().isEmpty()) {
                int[] all = IntStream.range(first, first + rows).toArray();
                adapters.add(new StepInputs.AdapterRows(reading.golden.adapter(), all));
            }
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
                new StepInputs.ImageVectors(ints(imageRows), ints(from), table(readings, scratch)),
                adapters,
                logitRows,
                cache);
        return decoder.forward(step, scratch, observer);
    }

    /** The vectors of images that fall into the rows of this step. */
    private static void addImages(
            Reading reading, int firstRow, int rows, int firstVector, List<Integer> imageRows, List<Integer> from) {
        int end = Math.min(reading.past + rows, reading.prompt.tokens().length);
        for (int position = reading.past; position < end; position++) {
            int vector = reading.prompt.vectors()[position];
            if (vector >= 0) {
                imageRows.add(firstRow + position - reading.past);
                from.add(firstVector + vector);
            }
        }
    }

    private Tensor table(List<Reading> readings, Scratch scratch) {
        int length = readings.stream()
                .mapToInt(reading -> reading.prompt.table().length)
                .sum();
        float[] values = new float[Math.max(config.hidden(), length)];
        int at = 0;
        for (Reading reading : readings) {
            float[] own = reading.prompt.table();
            System.arraycopy(own, 0, values, at, own.length);
            at += own.length;
        }
        return scratch.floats(values.length / config.hidden(), config.hidden(), values);
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
        owned.run();
    }
}
