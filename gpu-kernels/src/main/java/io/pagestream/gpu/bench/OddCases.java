package io.pagestream.gpu.bench;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import io.pagestream.gpu.bench.KernelCase.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What {@link KernelCases} leave out: the operations that cost nothing worth measuring, and shapes that fit into no block of
 * threads. They are small, for a comparison and not for a clock.
 */
final class OddCases {

    private static final int ROWS = 9;

    private final List<KernelCase> cases = new ArrayList<>();

    private OddCases() {}

    static List<KernelCase> all() {
        OddCases odd = new OddCases();
        odd.moves();
        odd.arithmetic();
        odd.attention();
        odd.answers();
        return odd.cases;
    }

    private void moves() {
        add("copy of f32", ROWS, 77, side -> {
            Tensor in = side.floats(ROWS, 77);
            Tensor out = side.activations(ROWS, 77);
            return new Prepared(() -> side.ops().copy(out, in), out);
        });
        add("gatherRows of a table", ROWS, 33, side -> {
            Tensor table = side.weight(20, 33, WeightUse.TABLE);
            Tensor out = side.activations(ROWS, 33);
            Tensor rows = side.ints(19, 0, 3, 3, 7, 12, 1, 18, 5);
            return new Prepared(() -> side.ops().gatherRows(out, table, rows), out);
        });
        Function<Side, Tensor> scatter = side -> side.ints(8, 0, 3, 11, 7, 12, 1, 10, 5);
        add("scatterRows", 13, 65, side -> {
            Tensor out = side.activations(13, 65);
            Tensor in = side.activations(ROWS, 65);
            Tensor rows = scatter.apply(side);
            return new Prepared(() -> side.ops().scatterRows(out, in, rows), out);
        });
        add("scatterAddRows", 13, 65, side -> {
            Tensor out = side.activations(13, 65);
            Tensor in = side.activations(ROWS, 65);
            Tensor rows = scatter.apply(side);
            return new Prepared(() -> side.ops().scatterAddRows(out, in, rows), out);
        });
    }

    private void arithmetic() {
        add("addRows", 12, 33, side -> {
            Tensor inOut = side.activations(12, 33);
            Tensor table = side.weight(5, 33, WeightUse.VECTOR);
            return new Prepared(() -> side.ops().addRows(inOut, table), inOut);
        });
        add("quickGelu", ROWS, 1027, side -> {
            Tensor inOut = side.activations(ROWS, 1027);
            return new Prepared(() -> side.ops().quickGelu(inOut), inOut);
        });
        add("gelu", ROWS, 1027, side -> {
            Tensor inOut = side.activations(ROWS, 1027);
            return new Prepared(() -> side.ops().gelu(inOut), inOut);
        });
        for (int columns : new int[] {1, 127, 4097}) {
            add("layerNorm of a view", 5, columns, side -> {
                Tensor in = side.activations(5, columns + 6).columnRange(3, columns);
                Tensor out = side.activations(5, columns);
                Tensor weight = side.vector(columns);
                Tensor bias = side.vector(columns);
                return new Prepared(() -> side.ops().layerNorm(out, in, weight, bias, 1e-6f), out);
            });
            add("rmsNorm of a view", 5, columns, side -> {
                Tensor in = side.activations(5, columns + 6).columnRange(3, columns);
                Tensor out = side.activations(5, columns);
                Tensor weight = side.vector(columns);
                return new Prepared(() -> side.ops().rmsNorm(out, in, weight, 1e-6f), out);
            });
        }
        product("linear", 17, 65, 63, Ops::linear);
        product("linear", 1, 1025, 50, Ops::linear);
        product("linearInto", 33, 100, 77, Ops::linearInto);
    }

    private interface Product {
        void of(Ops ops, Tensor out, Tensor in, Tensor weight);
    }

    private void product(String name, int rows, int inner, int columns, Product product) {
        add(name + " " + inner, rows, columns, side -> {
            Tensor out = side.activations(rows, columns);
            Tensor in = side.activations(rows, inner);
            Tensor weight = side.linear(columns, inner);
            return new Prepared(() -> product.of(side.ops(), out, in, weight), out);
        });
    }

    private void attention() {
        within(3, 17, 3, 8);
        within(1, 65, 2, 80);
        within(2, 33, 2, 20);
        for (int headSide : new int[] {20, 32, 64, 96, 128}) {
            add("attend, mixed, heads of " + headSide, 43, 4 * headSide, side -> mixed(side, headSide));
        }
    }

    private void within(int groups, int tokens, int heads, int headSide) {
        int rows = groups * tokens;
        int width = heads * headSide;
        add("attendWithin, heads of " + headSide, rows, width, side -> {
            Tensor query = side.activations(rows, width);
            Tensor key = side.activations(rows, width);
            Tensor value = side.activations(rows, width);
            Tensor out = side.activations(rows, width);
            return new Prepared(() -> side.ops().attendWithin(out, query, key, value, tokens, heads), out);
        });
    }

    /** A prompt, an answer and a piece of a prompt in one step, behind 20, 90 and no tokens, four heads on two. */
    private static Prepared mixed(Side side, int headSide) {
        int[][] blocks = {{7, 2, 11, 0}, {9, 4, 1, 14, 6, 13}, {3, 8}};
        int[] past = {20, 90, 0};
        int[] rows = {37, 1, 5};
        PagedKeysAndValues cache = side.cache(new CacheShape(1, 2, headSide, 16, 16));
        List<StepSpans.Span> before = List.of(
                new StepSpans.Span(0, past[0], 0, blocks[0]), new StepSpans.Span(past[0], past[1], 0, blocks[1]));
        List<StepSpans.Span> now = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < rows.length; i++) {
            now.add(new StepSpans.Span(first, rows[i], past[i], blocks[i]));
            first += rows[i];
        }
        step(side, cache, 110, headSide, new StepSpans(before)).run().run();
        return step(side, cache, first, headSide, new StepSpans(now));
    }

    private static Prepared step(Side side, PagedKeysAndValues cache, int rows, int headSide, StepSpans spans) {
        Tensor query = side.activations(rows, 4 * headSide);
        Tensor key = side.activations(rows, 2 * headSide);
        Tensor value = side.activations(rows, 2 * headSide);
        Tensor out = side.activations(rows, 4 * headSide);
        return new Prepared(() -> side.ops().attend(out, query, key, value, cache, 0, spans), out);
    }

    private void answers() {
        int columns = 1027;
        add("argmax, with equals", 1, ROWS, side -> {
            Tensor logits = side.activations(ROWS, columns);
            Tensor out = side.ints(new int[ROWS]);
            return new Prepared(() -> side.ops().argmax(out, logits), out);
        });
        add("logProbabilities", 1, ROWS, side -> {
            Tensor logits = side.activations(ROWS, columns);
            Tensor ids = side.ints(IntStream.range(0, ROWS).map(i -> 128 * i).toArray());
            Tensor out = side.floats(1, ROWS);
            return new Prepared(() -> side.ops().logProbabilities(out, logits, ids), out);
        });
        add("penalizeRepeats", 3, columns, side -> {
            Tensor logits = side.activations(3, columns);
            Tensor ids = side.ints(5, 1026, 5, 0, 31, 32, 700);
            return new Prepared(() -> side.ops().penalizeRepeats(logits, 1, ids, 1.25f), logits);
        });
        add("maskTokens", 3, columns, side -> {
            Tensor logits = side.activations(3, columns);
            int[] bits = IntStream.range(0, (columns + 31) / 32)
                    .map(i -> 0x9e3779b9 * (i + 1))
                    .toArray();
            Tensor allowed = side.ints(bits);
            return new Prepared(() -> side.ops().maskTokens(logits, 1, allowed), logits);
        });
    }

    private void add(String name, int rows, int columns, Function<Side, Prepared> prepare) {
        cases.add(new KernelCase(name + " [" + rows + ", " + columns + "]", 0, 0, prepare));
    }
}
