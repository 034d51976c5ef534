package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;

/**
 * Attention of all tokens of a group to each other. One thread takes one head of one group: it packs the head's keys and
 * values once, then walks over the queries in blocks whose scores stay in the second-level cache.
 */
final class AttentionWithin {

    private static final int QUERIES = 64;

    private final AttentionKernels kernels;
    private final Team team;

    AttentionWithin(AttentionKernels kernels, Team team) {
        this.kernels = kernels;
        this.team = team;
    }

    /** The matrices of one call, as {@link io.pagestream.compute.Ops#attendWithin} describes them. */
    private record Call(CpuTensor out, CpuTensor query, CpuTensor key, CpuTensor value, int tokens, int heads) {

        int side() {
            return query.columns / heads;
        }
    }

    void run(CpuTensor out, CpuTensor query, CpuTensor key, CpuTensor value, int tokens, int heads) {
        Call call = new Call(out, query, key, value, tokens, heads);
        team.split(query.rows / tokens * heads, 1, (worker, first, end) -> {
            for (int task = first; task < end; task++) {
                head(worker, call, task / heads * tokens, task % heads * call.side());
            }
        });
    }

    /** One head: rows from {@code row}, columns from {@code column}. */
    private void head(Worker worker, Call call, int row, int column) {
        int tokens = call.tokens;
        int side = call.side();
        // Blocks of nearly equal size: 1,025 tokens are 17 blocks of at most 61, not 16 of 64 and one of 1.
        int blocks = (tokens + QUERIES - 1) / QUERIES;
        int block = (tokens + blocks - 1) / blocks;
        int queryStride = call.query.stride;
        int outStride = call.out.stride;
        long offset = (long) column * DType.F32.bytes();
        long keys = worker.scratch("keys", kernels.keysBytes(tokens, side, queryStride, block));
        long values = worker.scratch("values", kernels.valuesBytes(tokens, side, outStride, block));
        long scores = worker.scratch("scores", (long) block * tokens * DType.F32.bytes());
        worker.run(
                kernels.packKeys(tokens, side, call.key.stride, queryStride, block),
                call.key.rowAddress(row) + offset,
                keys);
        worker.run(
                kernels.packValues(tokens, side, call.value.stride, outStride, block),
                call.value.rowAddress(row) + offset,
                values);
        for (int first = 0; first < tokens; first += block) {
            int rows = Math.min(block, tokens - first);
            worker.run(
                    kernels.scoresPacked(rows, tokens, side, queryStride, block),
                    call.query.rowAddress(row + first) + offset,
                    keys,
                    scores);
            worker.run(kernels.softmax(rows, tokens), scores, scores);
            worker.run(
                    kernels.blendPacked(rows, tokens, side, outStride, block),
                    scores,
                    values,
                    call.out.rowAddress(row + first) + offset);
        }
    }
}
