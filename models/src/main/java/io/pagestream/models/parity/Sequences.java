package io.pagestream.models.parity;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.Device;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.language.StepInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The simplest loop around a decoder: prompts in one step or in pieces, then one token after the other, alone or several
 * sequences in a step. No scheduler, nothing shared. Belongs to the device's thread.
 */
public final class Sequences implements AutoCloseable {

    private static final int BLOCK_TOKENS = 16;

    private final Device device;
    private final LanguageConfig config;
    private final Decoder decoder;
    private final int places;
    private final int blocksOfASequence;
    private final PagedKeysAndValues cache;

    /**
     * @param places sequences that are open at the same time
     * @param mostTokens of one of them, prompt and answer together
     */
    public Sequences(Device device, LanguageConfig config, Decoder decoder, int places, int mostTokens) {
        this.device = device;
        this.config = config;
        this.decoder = decoder;
        this.places = places;
        this.blocksOfASequence = mostTokens / BLOCK_TOKENS + 1;
        this.cache = device.allocateCache(new CacheShape(
                config.layers(), config.kvHeads(), config.headSide(), places * blocksOfASequence, BLOCK_TOKENS));
    }

    /** Of which rows a step computes logits. */
    public enum Wanted {
        ALL,
        LAST,
        NONE
    }

    /** Opens a sequence; whatever stood at this place is overwritten. */
    public Sequence open(GoldenCase golden, Rows prompt, int place) {
        // Not in order: a sequence's blocks lie anywhere.
        int[] blocks = IntStream.range(0, blocksOfASequence)
                .map(i -> (blocksOfASequence - 1 - i) * places + place)
                .toArray();
        return new Sequence(golden, prompt, blocks);
    }

    /**
     * Computes {@code count} tokens of each sequence, with the logits that are wanted.
     *
     * @param observer sees what the layers make
     * @return [rows, vocabulary]
     */
    public float[] step(List<Sequence> sequences, int count, Wanted wanted, BiConsumer<String, Tensor> observer) {
        try (Scratch scratch = new Scratch(device)) {
            return forward(sequences, count, wanted, scratch, observer).toFloats();
        }
    }

    private Tensor forward(
            List<Sequence> sequences, int count, Wanted wanted, Scratch scratch, BiConsumer<String, Tensor> observer) {
        List<StepSpans.Span> spans = new ArrayList<>();
        List<Integer> imageRows = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        List<StepInputs.AdapterRows> adapters = new ArrayList<>();
        int vectors = 0;
        List<Integer> tokens = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        for (Sequence sequence : sequences) {
            int first = tokens.size();
            int rows = Math.min(count, sequence.tokens.size() - sequence.past);
            spans.add(new StepSpans.Span(first, rows, sequence.past, sequence.blocks));
            addImages(sequence, first, rows, vectors, imageRows, from);
            vectors += sequence.prompt.table().length / config.hidden();
            if (!sequence.golden.adapter().isEmpty()) {
                int[] all = IntStream.range(first, first + rows).toArray();
                adapters.add(new StepInputs.AdapterRows(sequence.golden.adapter(), all));
            }
            tokens.addAll(sequence.tokens.subList(sequence.past, sequence.past + rows));
            last.add(tokens.size() - 1);
            sequence.past += rows;
        }
        IntStream all = wanted == Wanted.ALL
                ? IntStream.range(0, tokens.size())
                : last.stream().mapToInt(row -> row);
        int[] lengths = sequences.stream()
                .mapToInt(sequence -> sequence.prompt.tokens().length)
                .toArray();
        StepInputs step = new StepInputs(
                ints(tokens),
                new StepSpans(spans),
                lengths,
                new StepInputs.ImageVectors(ints(imageRows), ints(from), table(sequences, scratch)),
                adapters,
                wanted == Wanted.NONE ? new int[0] : all.toArray(),
                cache);
        return decoder.forward(step, scratch, observer);
    }

    /** The vectors of images that fall into the rows of this step. */
    private static void addImages(
            Sequence sequence, int firstRow, int rows, int firstVector, List<Integer> imageRows, List<Integer> from) {
        int end = Math.min(sequence.past + rows, sequence.prompt.tokens().length);
        for (int position = sequence.past; position < end; position++) {
            int vector = sequence.prompt.vectors()[position];
            if (vector >= 0) {
                imageRows.add(firstRow + position - sequence.past);
                from.add(firstVector + vector);
            }
        }
    }

    private Tensor table(List<Sequence> sequences, Scratch scratch) {
        int length = sequences.stream()
                .mapToInt(sequence -> sequence.prompt.table().length)
                .sum();
        float[] values = new float[Math.max(config.hidden(), length)];
        int at = 0;
        for (Sequence sequence : sequences) {
            float[] own = sequence.prompt.table();
            System.arraycopy(own, 0, values, at, own.length);
            at += own.length;
        }
        int rows = values.length / config.hidden();
        Tensor table = scratch.take(rows, config.hidden());
        device.ops().copy(table, scratch.floats(rows, config.hidden(), values));
        return table;
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** One step of all sequences and the most probable next token of each; returns the logits after the penalty. */
    public float[] next(List<Sequence> sequences, int count) {
        try (Scratch scratch = new Scratch(device)) {
            Tensor logits = forward(sequences, count, Wanted.LAST, scratch, (name, tensor) -> {});
            for (int i = 0; i < sequences.size(); i++) {
                int[] counted = sequences.get(i).counted();
                float penalty = sequences.get(i).golden.repetitionPenalty();
                if (penalty != 1 && counted.length > 0) {
                    device.ops().penalizeRepeats(logits, i, scratch.ints(counted), penalty);
                }
            }
            Tensor best = scratch.ints(new int[sequences.size()]);
            device.ops().argmax(best, logits);
            int[] chosen = best.toInts();
            for (int i = 0; i < chosen.length; i++) {
                sequences.get(i).tokens.add(chosen[i]);
            }
            return logits.toFloats();
        }
    }

    @Override
    public void close() {
        cache.close();
    }

    /** One sequence on its way through the model. */
    public static final class Sequence {

        private final GoldenCase golden;
        private final Rows prompt;
        private final List<Integer> tokens = new ArrayList<>();
        private final int[] blocks;
        private int past;

        private Sequence(GoldenCase golden, Rows prompt, int... blocks) {
            this.golden = golden;
            this.prompt = prompt;
            this.blocks = blocks;
            Arrays.stream(prompt.tokens()).forEach(tokens::add);
        }

        public Rows prompt() {
            return prompt;
        }

        /** Prompt and answer; what is changed before a step is what the step computes. */
        public List<Integer> tokens() {
            return tokens;
        }

        public int[] answer() {
            return ints(tokens.subList(prompt.tokens().length, tokens.size()));
        }

        /** Whether the answer has met its limit or one of its stop tokens. */
        public boolean ended() {
            int[] answer = answer();
            return answer.length >= golden.maxNewTokens()
                    || answer.length > 0 && golden.stopTokens().contains(answer[answer.length - 1]);
        }

        /** Ids that the repetition penalty counts. */
        private int[] counted() {
            return golden.penaltyOnPrompt() ? ints(tokens) : answer();
        }
    }
}
