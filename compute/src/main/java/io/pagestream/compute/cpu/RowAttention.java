package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.StepSpans.Span;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Attention of single rows: the next tokens of answers, and what is left over of a prompt. All heads of a row are computed
 * together, keys and values where they lie in the cache: a call of the library costs as much as what it computes for a
 * short past, and a long past is a matter of reading it once.
 */
final class RowAttention {

    /** Multiplications; see {@link DnnlLinear}. */
    private static final long LEAST = 1 << 22;

    private static final int FLOAT = DType.F32.bytes();
    private static final float[] HIDDEN = new float[256];

    static {
        Arrays.fill(HIDDEN, Float.NEGATIVE_INFINITY);
    }

    private final AttentionKernels kernels;
    private final Team team;

    RowAttention(AttentionKernels kernels, Team team) {
        this.kernels = kernels;
        this.team = team;
    }

    /** One row of a step. {@code seen}: how many tokens it looks at. */
    record Row(Span span, int number, int seen) {}

    /** What all rows have in common. */
    private record Call(CpuTensor out, CpuTensor query, CpuCache cache, int layer) {

        int keyHeads() {
            return cache.shape.heads();
        }

        int side() {
            return cache.shape.headSide();
        }

        /** Query heads that read one key head. */
        int group() {
            return query.columns / (keyHeads() * side());
        }

        long multiplications(Row row) {
            return 2L * query.columns * row.seen;
        }
    }

    void run(CpuTensor out, CpuTensor query, CpuCache cache, int layer, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Call call = new Call(out, query, cache, layer);
        long work = rows.stream().mapToLong(call::multiplications).sum();
        // Few rows with a long past: each head is a part of its own.
        int parts = rows.size() < 2 * team.threads() && work > LEAST ? call.keyHeads() : 1;
        int heads = call.keyHeads() / parts;
        int total = rows.size() * parts;
        int least = (int) Math.min(total, Math.max(1, LEAST * total / work));
        team.split(total, least, (worker, first, end) -> {
            for (int i = first; i < end; i++) {
                attend(worker, call, rows.get(i / parts), i % parts * heads, heads);
            }
        });
    }

    /** @param first of the {@code heads} key heads */
    private void attend(Worker worker, Call call, Row row, int first, int heads) {
        CpuCache cache = call.cache;
        int side = call.side();
        int group = call.group();
        int blockTokens = cache.shape.blockTokens();
        int blocks = (row.seen + blockTokens - 1) / blockTokens;
        int width = PagedAttention.width(blocks * blockTokens);
        long offset = (long) first * group * side * FLOAT;
        long query = call.query.rowAddress(row.number) + offset;
        long out = call.out.rowAddress(row.number) + offset;
        long scores = worker.scratch("scores of a row", (long) heads * group * width * FLOAT);
        CacheRuns runs = new CacheRuns(row.span.blocks(), blocks, cache.shape, heads);

        runs.walk(
                worker,
                block -> cache.keys(call.layer, first, block),
                (keys, apart, token, tokens) -> worker.run(
                        kernels.scoresOfHeads(heads, group, tokens, side, apart, width),
                        query,
                        keys,
                        scores + (long) token * FLOAT));
        hide(worker.window("scores of a row"), heads * group, row.seen, width);
        worker.run(kernels.softmax(heads * group, width), scores, scores);
        runs.walk(
                worker,
                block -> cache.values(call.layer, first, block),
                (values, apart, token, tokens) -> worker.run(
                        kernels.blendOfHeads(heads, group, tokens, side, apart, width, token > 0),
                        scores + (long) token * FLOAT,
                        values,
                        out));
    }

    /** Sets the scores of tokens that the row must not see to -infinity. */
    private static void hide(FloatBuffer scores, int heads, int seen, int width) {
        for (int head = 0; head < heads; head++) {
            for (int from = seen; from < width; ) {
                int count = Math.min(HIDDEN.length, width - from);
                scores.put(head * width + from, HIDDEN, 0, count);
                from += count;
            }
        }
    }
}
