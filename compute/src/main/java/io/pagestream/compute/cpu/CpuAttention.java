package io.pagestream.compute.cpu;

import io.pagestream.compute.StepSpans;
import java.nio.FloatBuffer;

/** Attention. */
final class CpuAttention {

    private final Team team;

    CpuAttention(Team team) {
        this.team = team;
    }

    void within(CpuTensor out, CpuTensor query, CpuTensor key, CpuTensor value, int tokens, int heads) {
        int side = query.columns / heads;
        FloatBuffer q = query.floats();
        FloatBuffer k = key.floats();
        FloatBuffer v = value.floats();
        FloatBuffer o = out.floats();
        team.split(query.rows / tokens * heads, 1, (worker, first, end) -> {
            float[] keys = worker.floats("keys", tokens * side);
            float[] values = worker.floats("values", tokens * side);
            float[] row = worker.floats("query", side);
            for (int task = first; task < end; task++) {
                int start = task / heads * tokens;
                int column = task % heads * side;
                for (int t = 0; t < tokens; t++) {
                    k.get((start + t) * key.stride + column, keys, t * side, side);
                    v.get((start + t) * value.stride + column, values, t * side, side);
                }
                for (int t = 0; t < tokens; t++) {
                    q.get((start + t) * query.stride + column, row, 0, side);
                    one(worker, row, keys, values, tokens, side);
                    o.put((start + t) * out.stride + column, row, 0, side);
                }
            }
        });
    }

    void paged(
            CpuTensor out,
            CpuTensor query,
            CpuTensor key,
            CpuTensor value,
            CpuCache cache,
            int layer,
            StepSpans spans) {
        int side = cache.shape.headSide();
        int kvHeads = cache.shape.heads();
        int group = query.columns / side / kvHeads;
        int blockTokens = cache.shape.blockTokens();
        for (StepSpans.Span span : spans.spans()) {
            for (int i = 0; i < span.rows(); i++) {
                int token = span.past() + i;
                int block = span.blocks()[token / blockTokens];
                long at = 4L * (token % blockTokens) * side;
                for (int head = 0; head < kvHeads; head++) {
                    long from = 4L * head * side;
                    int row = span.firstRow() + i;
                    Address.copy(cache.keys(layer, block, head) + at, key.rowAddress(row) + from, 4L * side);
                    Address.copy(cache.values(layer, block, head) + at, value.rowAddress(row) + from, 4L * side);
                }
            }
        }
        FloatBuffer q = query.floats();
        FloatBuffer o = out.floats();
        for (StepSpans.Span span : spans.spans()) {
            team.split(kvHeads, 1, (worker, first, end) -> {
                float[] keys = worker.floats("keys", span.context() * side);
                float[] values = worker.floats("values", span.context() * side);
                float[] row = worker.floats("query", side);
                for (int head = first; head < end; head++) {
                    for (int token = 0; token < span.context(); token += blockTokens) {
                        int count = Math.min(blockTokens, span.context() - token) * side;
                        int block = span.blocks()[token / blockTokens];
                        Address.of(cache.keys(layer, block, head))
                                .window(4L * count)
                                .asFloatBuffer()
                                .get(keys, token * side, count);
                        Address.of(cache.values(layer, block, head))
                                .window(4L * count)
                                .asFloatBuffer()
                                .get(values, token * side, count);
                    }
                    for (int i = 0; i < span.rows(); i++) {
                        for (int h = head * group; h < (head + 1) * group; h++) {
                            q.get((span.firstRow() + i) * query.stride + h * side, row, 0, side);
                            one(worker, row, keys, values, span.past() + i + 1, side);
                            o.put((span.firstRow() + i) * out.stride + h * side, row, 0, side);
                        }
                    }
                }
            });
        }
    }

    /** Attention of one query to {@code tokens} keys; the result replaces the query. */
    private static void one(Worker worker, float[] row, float[] keys, float[] values, int tokens, int side) {
        float[] scores = worker.floats("scores", tokens);
        float scale = (float) (1 / Math.sqrt(side));
        float largest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < tokens; t++) {
            float sum = 0;
            for (int i = 0; i < side; i++) {
                sum += row[i] * keys[t * side + i];
            }
            scores[t] = sum * scale;
            largest = Math.max(largest, scores[t]);
        }
        double total = 0;
        for (int t = 0; t < tokens; t++) {
            scores[t] = (float) Math.exp(scores[t] - largest);
            total += scores[t];
        }
        java.util.Arrays.fill(row, 0, side, 0);
        for (int t = 0; t < tokens; t++) {
            float weight = (float) (scores[t] / total);
            for (int i = 0; i < side; i++) {
                row[i] += weight * values[t * side + i];
            }
        }
    }
}
