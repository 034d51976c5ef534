package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention on every device, compared with {@link PlainOps}. Subclasses only bring the device. */
public abstract class AttentionParityTest extends DeviceTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 2",
        "1, 7, 2, 16",
        "3, 17, 3, 8",
        "2, 65, 4, 64",
        "1, 130, 2, 128",
        "1, 257, 5, 64",
        "1, 1025, 2, 64"
    })
    void withinAGroupEveryTokenSeesAllOthers(int groups, int tokens, int heads, int side) {
        for (boolean view : new boolean[] {false, true}) {
            int rows = groups * tokens;
            int width = heads * side;
            Tensor query = random(rows, width, view);
            Tensor key = random(rows, width, view);
            Tensor value = random(rows, width, view);
            Tensor out = random(rows, width, view);
            double[] expected = new double[rows * width];
            for (int row = 0; row < rows; row++) {
                int first = row / tokens * tokens * width;
                float[] keys = Arrays.copyOfRange(key.toFloats(), first, first + tokens * width);
                float[] values = Arrays.copyOfRange(value.toFloats(), first, first + tokens * width);
                float[] queries = Arrays.copyOfRange(query.toFloats(), row * width, (row + 1) * width);
                for (int head = 0; head < heads; head++) {
                    double[] one =
                            PlainOps.attendOne(queries, head * side, keys, values, tokens, width, head * side, side);
                    System.arraycopy(one, 0, expected, row * width + head * side, side);
                }
                if (rows > 300 && row % 41 == 40) {
                    row += 40; // the plain loop is slow: look at some rows of a large group only
                }
            }

            ops.attendWithin(out, query, key, value, tokens, heads);

            float[] actual = out.toFloats();
            for (int i = 0; i < actual.length; i++) {
                if (expected[i] == 0) {
                    expected[i] = actual[i];
                }
            }
            assertNear(actual, expected);
        }
    }

    /** One sequence of a step: its keys and values so far, and the blocks that they lie in. */
    private final class Story {
        final int[] blocks;
        final int width;
        float[] keys = {};
        float[] values = {};

        Story(int width, List<Integer> free, int tokens, int blockTokens) {
            this.width = width;
            int count = (tokens + blockTokens - 1) / blockTokens;
            blocks = IntStream.range(0, count)
                    .map(i -> free.remove(free.size() - 1))
                    .toArray();
        }

        int tokens() {
            return keys.length / width;
        }

        void add(float[] newKeys, float[] newValues) {
            keys = joined(keys, newKeys);
            values = joined(values, newValues);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 2, 8, 9",
        "4, 2, 16, 8, 20",
        "14, 2, 64, 16, 70",
        "6, 6, 64, 32, 100",
        "8, 2, 128, 64, 200",
        "4, 4, 96, 16, 90",
        "12, 1, 32, 256, 300"
    })
    void spansOfMixedLengthSeeTheirOwnPast(int heads, int kvHeads, int side, int blockTokens, int longest) {
        for (boolean shuffled : new boolean[] {true, false}) {
            List<Integer> free = blocks(64, shuffled);
            int[][] rowsOfSteps = {{1, longest / 2, 5}, {longest / 3, 1, 1}, {1, longest / 2, 3}, {1, 1, 1}, {2, 1, 7}};
            try (PagedKeysAndValues cache = device.allocateCache(new CacheShape(2, kvHeads, side, 64, blockTokens))) {
                List<Story> stories = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    stories.add(new Story(kvHeads * side, free, longest + 20, blockTokens));
                }
                for (int[] rows : rowsOfSteps) {
                    step(cache, stories, rows, heads, 1);
                }
            }
        }
    }

    private void step(PagedKeysAndValues cache, List<Story> stories, int[] rows, int heads, int layer) {
        CacheShape shape = cache.shape();
        int side = shape.headSide();
        int total = Arrays.stream(rows).sum();
        Tensor query = random(total, heads * side, true);
        Tensor key = random(total, shape.heads() * side, true);
        Tensor value = random(total, shape.heads() * side, true);
        Tensor out = random(total, heads * side, true);
        List<StepSpans.Span> spans = new ArrayList<>();
        double[] expected = {};
        int row = 0;
        for (int i = 0; i < rows.length; i++) {
            Story story = stories.get(i);
            spans.add(new StepSpans.Span(row, rows[i], story.tokens(), story.blocks));
            story.add(
                    key.rowRange(row, rows[i]).toFloats(),
                    value.rowRange(row, rows[i]).toFloats());
            double[] one = PlainOps.attendCausal(
                    query.rowRange(row, rows[i]).toFloats(),
                    story.keys,
                    story.values,
                    rows[i],
                    heads,
                    shape.heads(),
                    side);
            expected = joined(expected, one);
            row += rows[i];
        }

        ops.attend(out, query, key, value, cache, layer, new StepSpans(spans));

        assertNear(out.toFloats(), expected);
    }

    @Test
    void aPromptInChunksGivesWhatTheWholePromptGives() {
        int tokens = 83;
        CacheShape shape = new CacheShape(1, 2, 32, 16, 16);
        float[] queries = randomFloats(tokens * 128);
        float[] keys = randomFloats(tokens * 64);
        float[] values = randomFloats(tokens * 64);
        List<float[]> answers = new ArrayList<>();
        for (int chunk : new int[] {tokens, 1, 16, 37}) {
            try (PagedKeysAndValues cache = device.allocateCache(shape)) {
                float[] answer = {};
                for (int past = 0; past < tokens; past += chunk) {
                    int rows = Math.min(chunk, tokens - past);
                    Tensor out = random(rows, 128, false);
                    ops.attend(
                            out,
                            part(queries, past, rows, 128),
                            part(keys, past, rows, 64),
                            part(values, past, rows, 64),
                            cache,
                            0,
                            new StepSpans(List.of(new StepSpans.Span(0, rows, past, new int[] {9, 3, 15, 0, 7, 8}))));
                    answer = joined(answer, out.toFloats());
                }
                answers.add(answer);
            }
        }

        for (float[] answer : answers) {
            double[] whole = new double[answer.length];
            Arrays.setAll(whole, i -> answers.get(0)[i]);
            assertNear(answer, whole);
        }
    }

    @Test
    void aCopiedBlockIsTheSamePastInAllLayers() {
        CacheShape shape = new CacheShape(2, 2, 16, 6, 8);
        int past = 13;
        try (PagedKeysAndValues cache = device.allocateCache(shape)) {
            float[][] keys = new float[2][];
            float[][] values = new float[2][];
            for (int layer = 0; layer < 2; layer++) {
                Tensor key = random(past, 32, false);
                Tensor value = random(past, 32, false);
                Tensor query = random(past, 64, false);
                StepSpans spans = new StepSpans(List.of(new StepSpans.Span(0, past, 0, new int[] {4, 1})));
                ops.attend(random(past, 64, false), query, key, value, cache, layer, spans);
                keys[layer] = key.toFloats();
                values[layer] = value.toFloats();
            }

            ops.copyBlocks(cache, new int[] {1, 1}, new int[] {3, 0});

            for (int layer = 0; layer < 2; layer++) { // three tokens that see one past and each itself
                Tensor query = random(3, 64, false);
                Tensor key = random(3, 32, false);
                Tensor value = random(3, 32, false);
                Tensor out = random(3, 64, false);
                StepSpans spans = new StepSpans(List.of(
                        new StepSpans.Span(0, 1, past, new int[] {4, 3}),
                        new StepSpans.Span(1, 1, past, new int[] {4, 1}),
                        new StepSpans.Span(2, 1, past, new int[] {4, 0})));

                ops.attend(out, query, key, value, cache, layer, spans);

                for (int row = 0; row < 3; row++) {
                    double[] expected = PlainOps.attendCausal(
                            query.rowRange(row, 1).toFloats(),
                            joined(keys[layer], key.rowRange(row, 1).toFloats()),
                            joined(values[layer], value.rowRange(row, 1).toFloats()),
                            1,
                            4,
                            2,
                            16);
                    assertNear(out.rowRange(row, 1).toFloats(), expected);
                }
            }
        }
    }

    @Test
    void copiesThatDependOnTheirOrderAreRefused() {
        try (PagedKeysAndValues cache = device.allocateCache(new CacheShape(1, 1, 8, 4, 8))) {
            assertThatThrownBy(() -> ops.copyBlocks(cache, new int[] {0, 1}, new int[] {1, 2}))
                    .hasMessageContaining("block 1 is both source and target");
            assertThatThrownBy(() -> ops.copyBlocks(cache, new int[] {0, 1}, new int[] {2, 2}))
                    .hasMessageContaining("block 2 is a target twice");
            assertThatThrownBy(() -> ops.copyBlocks(cache, new int[] {0}, new int[] {4}))
                    .hasMessageContaining("block 4 is outside of 0 to 3");
            assertThatThrownBy(() -> ops.copyBlocks(cache, new int[] {0}, new int[] {1, 2}))
                    .hasMessageContaining("1 sources for 2 targets");
        }
    }

    @Test
    void aSpanWithoutEnoughBlocksIsRefused() {
        try (PagedKeysAndValues cache = device.allocateCache(new CacheShape(1, 1, 8, 4, 8))) {
            Tensor rows = random(1, 8, false);
            StepSpans spans = new StepSpans(List.of(new StepSpans.Span(0, 1, 8, new int[] {1})));

            assertThatThrownBy(() -> ops.attend(rows, rows, rows, rows, cache, 0, spans))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("attend", "2 blocks", "9 tokens");
            assertThat(device.liveBytes().get(MemoryTag.KEYS_AND_VALUES)).isPositive();
        }
    }

    private Tensor part(float[] values, int past, int rows, int width) {
        return filled(rows, width, false, Arrays.copyOfRange(values, past * width, (past + rows) * width));
    }

    /** Numbers of blocks, to be taken from the end: in order, or shuffled. */
    private List<Integer> blocks(int count, boolean shuffled) {
        List<Integer> blocks = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> count - 1 - i).toList());
        if (shuffled) {
            Collections.shuffle(blocks, random);
        }
        return blocks;
    }

    private static float[] joined(float[] first, float... second) {
        float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static double[] joined(double[] first, double... second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
