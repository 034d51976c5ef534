package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.pagestream.compute.DType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** The compiled steps of attention, each for one thread. Any thread of the team may ask for one. */
final class AttentionKernels {

    private final Dnnl dnnl;
    private final Team team;
    private final Map<Key, Kernel> kernels = new ConcurrentHashMap<>();

    private enum Step {
        SCORES,
        SCORES_PACKED,
        SCORES_HEADS,
        SOFTMAX,
        BLEND,
        BLEND_ADD,
        BLEND_PACKED,
        BLEND_HEADS,
        BLEND_HEADS_ADD,
        PACK_KEYS,
        PACK_VALUES
    }

    /** Strides that a step does not have are 0; steps of many heads have their number instead of the first one. */
    private record Key(Step step, int rows, int tokens, int side, int stride, long apart, int scoreStride) {

        Key(Step step, int rows, int tokens, int side, int stride, int scoreStride) {
            this(step, rows, tokens, side, stride, 0, scoreStride);
        }
    }

    AttentionKernels(Dnnl dnnl, Team team) {
        this.dnnl = dnnl;
        this.team = team;
    }

    /** scores[rows, tokens] = query[rows, side] keys[tokens, side]^T / sqrt(side); keys lie densely. */
    Kernel scores(int rows, int tokens, int side, int scoreStride) {
        return kernel(
                new Key(Step.SCORES, rows, tokens, side, side, scoreStride),
                key -> scores(key, dnnl.strided(DType.F32, new long[] {side, tokens}, new long[] {1, side})));
    }

    /** The same with keys that {@link #packKeys} packed for {@code packedFor} rows; query rows lie a stride apart. */
    Kernel scoresPacked(int rows, int tokens, int side, int queryStride, int packedFor) {
        return kernel(new Key(Step.SCORES_PACKED, rows, tokens, side, queryStride, packedFor), key -> {
            dnnl_memory_desc layout = rows == packedFor
                    ? dnnl.any(DType.F32, side, tokens)
                    : keysLayout(packedFor, tokens, side, queryStride);
            return scores(new Key(Step.SCORES_PACKED, rows, tokens, side, queryStride, tokens), layout);
        });
    }

    private Kernel scores(Key key, dnnl_memory_desc keys) {
        return dnnl.matmul(
                key.toString(),
                dnnl.matrix(DType.F32, key.rows, key.side, key.stride),
                keys,
                null,
                dnnl.matrix(DType.F32, key.rows, key.tokens, key.scoreStride),
                dnnl.times((float) (1 / Math.sqrt(key.side))));
    }

    /**
     * For each of {@code heads} key heads scores[group, tokens] = query[group, side] keys[tokens, side]^T / sqrt(side). Queries
     * of all heads lie densely, the keys of a head {@code apart} elements behind those of the one before, rows of scores
     * {@code scoreStride}.
     */
    Kernel scoresOfHeads(int heads, int group, int tokens, int side, long apart, int scoreStride) {
        return kernel(
                new Key(Step.SCORES_HEADS, group, tokens, side, heads, apart, scoreStride),
                key -> dnnl.matmul(
                        key.toString(),
                        stack(heads, group, side, side),
                        dnnl.strided(DType.F32, new long[] {heads, side, tokens}, new long[] {apart, 1, side}),
                        null,
                        stack(heads, group, tokens, scoreStride),
                        dnnl.times((float) (1 / Math.sqrt(side)))));
    }

    /**
     * For each of {@code heads} key heads out[group, side] = scores[group, tokens] values[tokens, side], or added to what is
     * in out; they lie as for {@link #scoresOfHeads}.
     */
    Kernel blendOfHeads(int heads, int group, int tokens, int side, long apart, int scoreStride, boolean add) {
        return kernel(
                new Key(add ? Step.BLEND_HEADS_ADD : Step.BLEND_HEADS, group, tokens, side, heads, apart, scoreStride),
                key -> dnnl.matmul(
                        key.toString(),
                        stack(heads, group, tokens, scoreStride),
                        dnnl.strided(DType.F32, new long[] {heads, tokens, side}, new long[] {apart, side, 1}),
                        null,
                        stack(heads, group, side, side),
                        add ? dnnl.sum() : null));
    }

    private dnnl_memory_desc stack(int count, int rows, int columns, int stride) {
        return dnnl.strided(DType.F32, new long[] {count, rows, columns}, new long[] {(long) rows * stride, stride, 1});
    }

    /** scores = softmax(scores), row by row; only dense rows have fast code in the library. */
    Kernel softmax(int rows, int tokens) {
        return kernel(new Key(Step.SOFTMAX, rows, tokens, 0, 0, tokens), key -> {
            dnnl_memory_desc layout = dnnl.matrix(DType.F32, rows, tokens, tokens);
            return dnnl.softmax(key.toString(), layout, layout);
        });
    }

    /** out[rows, side] = scores[rows, tokens] values[tokens, side]; values and out lie densely. */
    Kernel blend(int rows, int tokens, int side, int scoreStride) {
        return kernel(new Key(Step.BLEND, rows, tokens, side, side, scoreStride), key -> blend(key, plainValues(key)));
    }

    /** The same, added to what is in out. */
    Kernel blendInto(int rows, int tokens, int side, int scoreStride) {
        return kernel(
                new Key(Step.BLEND_ADD, rows, tokens, side, side, scoreStride), key -> blend(key, plainValues(key)));
    }

    /** The same with values that {@link #packValues} packed for {@code packedFor} rows; out rows lie a stride apart. */
    Kernel blendPacked(int rows, int tokens, int side, int outStride, int packedFor) {
        return kernel(new Key(Step.BLEND_PACKED, rows, tokens, side, outStride, packedFor), key -> {
            dnnl_memory_desc layout = rows == packedFor
                    ? dnnl.any(DType.F32, tokens, side)
                    : valuesLayout(packedFor, tokens, side, outStride);
            return blend(new Key(Step.BLEND_PACKED, rows, tokens, side, outStride, tokens), layout);
        });
    }

    private dnnl_memory_desc plainValues(Key key) {
        return dnnl.matrix(DType.F32, key.tokens, key.side, key.side);
    }

    private Kernel blend(Key key, dnnl_memory_desc values) {
        return dnnl.matmul(
                key.toString(),
                dnnl.matrix(DType.F32, key.rows, key.tokens, key.scoreStride),
                values,
                null,
                dnnl.matrix(DType.F32, key.rows, key.side, key.stride),
                key.step == Step.BLEND_ADD ? dnnl.sum() : null);
    }

    /** Packs keys[tokens, side], whose rows lie a stride apart, for {@link #scoresPacked}. */
    Kernel packKeys(int tokens, int side, int stride, int queryStride, int packedFor) {
        return kernel(
                new Key(Step.PACK_KEYS, packedFor, tokens, side, stride, queryStride),
                key -> dnnl.reorder(
                        key.toString(),
                        dnnl.strided(DType.F32, new long[] {side, tokens}, new long[] {1, stride}),
                        keysLayout(packedFor, tokens, side, queryStride)));
    }

    /** Packs values[tokens, side], whose rows lie a stride apart, for {@link #blendPacked}. */
    Kernel packValues(int tokens, int side, int stride, int outStride, int packedFor) {
        return kernel(
                new Key(Step.PACK_VALUES, packedFor, tokens, side, stride, outStride),
                key -> dnnl.reorder(
                        key.toString(),
                        dnnl.matrix(DType.F32, tokens, side, stride),
                        valuesLayout(packedFor, tokens, side, outStride)));
    }

    /** Bytes of packed keys. */
    long keysBytes(int tokens, int side, int queryStride, int packedFor) {
        return Dnnl.bytes(keysLayout(packedFor, tokens, side, queryStride));
    }

    /** Bytes of packed values. */
    long valuesBytes(int tokens, int side, int outStride, int packedFor) {
        return Dnnl.bytes(valuesLayout(packedFor, tokens, side, outStride));
    }

    private dnnl_memory_desc keysLayout(int rows, int tokens, int side, int queryStride) {
        return scoresPacked(rows, tokens, side, queryStride, rows).layoutOf(DNNL_ARG_WEIGHTS);
    }

    private dnnl_memory_desc valuesLayout(int rows, int tokens, int side, int outStride) {
        return blendPacked(rows, tokens, side, outStride, rows).layoutOf(DNNL_ARG_WEIGHTS);
    }

    /** Compiles one kernel; may ask for others. */
    @FunctionalInterface
    private interface Compiler {
        Kernel compile(Key key);
    }

    private Kernel kernel(Key key, Compiler compiler) {
        Kernel known = kernels.get(key);
        if (known != null) {
            return known;
        }
        Supplier<Kernel> compile = () -> compiler.compile(key);
        Kernel made = team.forOneThread(compile);
        Kernel first = kernels.putIfAbsent(key, made);
        if (first == null) {
            return made;
        }
        dnnl.destroy(made); // another thread was faster
        return first;
    }
}
