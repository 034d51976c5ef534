package io.pagestream.gpu.bench;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.gpu.bench.KernelCase.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The operations of a page read by InternVL2_5-1B: 7 tiles through the encoder, a prompt, 32 answers at once. */
final class KernelCases {

    private static final int HALF = 2;
    private static final int SIDE = 64;

    private final int tiles;
    private final int tokens;
    private final int hidden;
    private final int imageHeads;
    private final int prompt;
    private final int sequences;
    private final int context;
    private final int keyHeads;
    private final int heads;
    private final int vocabulary;

    /** @param small shapes for the emulator: right or wrong is seen, speed is not */
    KernelCases(boolean small) {
        tiles = small ? 2 : 7;
        tokens = small ? 17 : 1025;
        hidden = small ? 128 : 1024;
        imageHeads = hidden / SIDE;
        prompt = small ? 70 : 1900;
        sequences = small ? 2 : 32;
        context = small ? 300 : 2000;
        keyHeads = 2;
        heads = 14;
        vocabulary = small ? 1000 : 151_674;
    }

    List<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        rows(cases);
        images(cases);
        products(cases);
        attention(cases);
        return cases;
    }

    private void rows(List<KernelCase> cases) {
        int rows = tiles * tokens;
        double once = (double) HALF * rows * hidden;
        add(cases, "layerNorm", rows, hidden, 2 * once, 0, side -> {
            Tensor in = side.activations(rows, hidden);
            Tensor out = side.activations(rows, hidden);
            Tensor weight = side.vector(hidden);
            Tensor bias = side.vector(hidden);
            return new Prepared(() -> side.ops().layerNorm(out, in, weight, bias, 1e-6f), out);
        });
        add(cases, "rmsNorm", rows, hidden, 2 * once, 0, side -> {
            Tensor in = side.activations(rows, hidden);
            Tensor out = side.activations(rows, hidden);
            Tensor weight = side.vector(hidden);
            return new Prepared(() -> side.ops().rmsNorm(out, in, weight, 1e-6f), out);
        });
        add(cases, "rmsNorm", sequences, heads * SIDE, 2.0 * HALF * sequences * heads * SIDE, 0, side -> {
            Tensor in = side.activations(sequences, heads * SIDE);
            Tensor out = side.activations(sequences, heads * SIDE);
            Tensor weight = side.vector(heads * SIDE);
            return new Prepared(() -> side.ops().rmsNorm(out, in, weight, 1e-6f), out);
        });
        add(cases, "add", rows, hidden, 3 * once, 0, side -> {
            Tensor inOut = side.activations(rows, hidden);
            Tensor in = side.activations(rows, hidden);
            return new Prepared(() -> side.ops().add(inOut, in), inOut);
        });
        add(cases, "addScaled", rows, hidden, 3 * once, 0, side -> {
            Tensor inOut = side.activations(rows, hidden);
            Tensor in = side.activations(rows, hidden);
            Tensor scale = side.vector(hidden);
            return new Prepared(() -> side.ops().addScaled(inOut, in, scale), inOut);
        });
        add(cases, "gelu", rows, 4 * hidden, 8 * once, 0, side -> {
            Tensor inOut = side.activations(rows, 4 * hidden);
            return new Prepared(() -> side.ops().gelu(inOut), inOut);
        });
        add(cases, "siluTimes", prompt, 4864, 3.0 * HALF * prompt * 4864, 0, side -> {
            Tensor both = side.activations(prompt, 2 * 4864);
            Tensor out = side.activations(prompt, 4864);
            return new Prepared(
                    () -> side.ops().siluTimes(out, both.columnRange(0, 4864), both.columnRange(4864, 4864)), out);
        });
        add(
                cases,
                "rotate",
                prompt,
                heads * SIDE,
                2.0 * HALF * prompt * heads * SIDE + 4.0 * prompt * SIDE,
                0,
                side -> {
                    Tensor inOut = side.activations(prompt, heads * SIDE);
                    Tensor angles = side.floats(prompt, SIDE);
                    return new Prepared(() -> side.ops().rotate(inOut, heads, angles), inOut);
                });
        add(cases, "gatherRows", prompt, hidden, 2.0 * HALF * prompt * hidden, 0, side -> {
            Tensor table = side.activations(rows, hidden);
            Tensor out = side.activations(prompt, hidden);
            Tensor list =
                    side.ints(IntStream.range(0, prompt).map(i -> i * 31 % rows).toArray());
            return new Prepared(() -> side.ops().gatherRows(out, table, list), out);
        });
    }

    private void images(List<KernelCase> cases) {
        int grid = (int) Math.sqrt(tokens - 1);
        int side14 = grid * 14;
        double pixels = 3.0 * tiles * side14 * side14;
        float[] mean = {0.5f, 0.25f, 0.125f};
        float[] deviation = {0.5f, 0.5f, 0.25f};
        add(cases, "patches", tiles * grid * grid, 588, (1 + HALF) * pixels, 0, side -> {
            Tensor in = side.bytes(tiles, 3 * side14 * side14);
            Tensor out = side.activations(tiles * grid * grid, 588);
            return new Prepared(() -> side.ops().patches(out, in, side14, 14, mean, deviation), out);
        });
        add(cases, "pixelShuffle", tiles * tokens, hidden, 2.0 * HALF * tiles * grid * grid * hidden, 0, side -> {
            Tensor in = side.activations(tiles * tokens, hidden);
            Tensor out = side.activations(tiles * grid * grid / 4, 4 * hidden);
            return new Prepared(() -> side.ops().pixelShuffle(out, in, grid, 1), out);
        });
        add(cases, "logProbabilities", sequences, vocabulary, (double) HALF * sequences * vocabulary, 0, side -> {
            Tensor logits = side.activations(sequences, vocabulary);
            Tensor ids = side.ints(IntStream.range(0, sequences).toArray());
            Tensor out = side.floats(1, sequences);
            return new Prepared(() -> side.ops().logProbabilities(out, logits, ids), out);
        });
    }

    private void products(List<KernelCase> cases) {
        int rows = tiles * tokens;
        linear(cases, rows, hidden, 4 * hidden);
        linear(cases, rows, 4 * hidden, hidden);
        linear(cases, prompt, heads * SIDE, 2 * 4864);
        linear(cases, sequences, heads * SIDE, 2 * 4864);
        linear(cases, sequences, heads * SIDE, vocabulary);
        linear(cases, 1, heads * SIDE, vocabulary);
    }

    private static void linear(List<KernelCase> cases, int rows, int inner, int columns) {
        double flops = 2.0 * rows * inner * columns;
        double bytes = (double) HALF * ((double) inner * columns + (double) rows * (inner + columns));
        boolean few = rows <= 64; // the weight's bytes take longer than the arithmetic
        add(cases, "linearBias " + inner, rows, columns, few ? bytes : 0, few ? 0 : flops, side -> {
            Tensor in = side.activations(rows, inner);
            Tensor weight = side.linear(columns, inner);
            Tensor bias = side.vector(columns);
            Tensor out = side.activations(rows, columns);
            return new Prepared(() -> side.ops().linearBias(out, in, weight, bias), out);
        });
    }

    private void attention(List<KernelCase> cases) {
        int rows = tiles * tokens;
        add(cases, "attendWithin", rows, hidden, 0, 4.0 * rows * tokens * hidden, side -> {
            Tensor packed = side.activations(rows, 3 * hidden);
            Tensor out = side.activations(rows, hidden);
            return new Prepared(
                    () -> side.ops()
                            .attendWithin(
                                    out,
                                    packed.columnRange(0, hidden),
                                    packed.columnRange(hidden, hidden),
                                    packed.columnRange(2 * hidden, hidden),
                                    tokens,
                                    imageHeads),
                    out);
        });
        double seen = prompt * (prompt + 1.0) / 2;
        add(
                cases,
                "attend, prompt",
                prompt,
                heads * SIDE,
                0,
                4 * seen * heads * SIDE,
                side -> attend(side, 1, prompt, 0));
        double bytes = 2.0 * HALF * sequences * (context + 1.0) * keyHeads * SIDE;
        add(cases, "attend, answers", sequences, heads * SIDE, bytes, 0, side -> attend(side, sequences, 1, context));
    }

    /** {@code count} sequences of {@code rows} rows each behind {@code past} tokens. */
    private Prepared attend(Side side, int count, int rows, int past) {
        int blockTokens = 16;
        int blocksOfOne = (past + rows + blockTokens - 1) / blockTokens;
        PagedKeysAndValues cache = side.cache(new CacheShape(1, keyHeads, SIDE, count * blocksOfOne, blockTokens));
        StepSpans before = spans(count, past, 0, blocksOfOne);
        if (past > 0) {
            Tensor filled = side.activations(count * past, keyHeads * SIDE);
            Tensor unread = side.activations(count * past, keyHeads * SIDE);
            side.ops().attend(unread, filled, filled, filled, cache, 0, before);
        }
        Tensor query = side.activations(count * rows, heads * SIDE);
        Tensor key = side.activations(count * rows, keyHeads * SIDE);
        Tensor out = side.activations(count * rows, heads * SIDE);
        StepSpans spans = spans(count, rows, past, blocksOfOne);
        return new Prepared(() -> side.ops().attend(out, query, key, key, cache, 0, spans), out);
    }

    private static StepSpans spans(int count, int rows, int past, int blocksOfOne) {
        if (rows == 0) {
            return new StepSpans(List.of());
        }
        return new StepSpans(IntStream.range(0, count)
                .mapToObj(i -> new StepSpans.Span(
                        i * rows,
                        rows,
                        past,
                        IntStream.range(0, blocksOfOne)
                                .map(block -> block * count + i)
                                .toArray()))
                .toList());
    }

    private static void add(
            List<KernelCase> cases,
            String name,
            int rows,
            int columns,
            double bytes,
            double flops,
            java.util.function.Function<Side, Prepared> prepare) {
        cases.add(new KernelCase(name + " [" + rows + ", " + columns + "]", bytes, flops, prepare));
    }
}
