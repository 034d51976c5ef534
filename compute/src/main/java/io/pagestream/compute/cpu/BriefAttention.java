package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.StepSpans.Span;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Attention of single rows that see little: the next tokens of answers, and what is left over of a prompt. For them a call
 * of the library costs more than what it computes, so many heads of many sequences are copied together and computed by three
 * calls. A long past is read where it lies, by {@link PagedAttention}: to copy it would cost more than the calls.
 */
final class BriefAttention {

    /** Up to this many elements of the keys of one head; about where the copy costs as much as the calls. */
    private static final int MOST_ELEMENTS = 8192;

    /** Heads of one call: few numbers, because the library compiles a kernel for each. */
    private static final int MANY = 16;

    private static final int SOME = 4;

    /** Multiplications; see {@link DnnlLinear}. */
    private static final long LEAST = 1 << 22;

    private static final int FLOAT = DType.F32.bytes();
    private static final int OFF_BEAT = 16;
    private static final float[] HIDDEN = new float[256];

    static {
        Arrays.fill(HIDDEN, Float.NEGATIVE_INFINITY);
    }

    private final AttentionKernels kernels;
    private final Team team;

    BriefAttention(AttentionKernels kernels, Team team) {
        this.kernels = kernels;
        this.team = team;
    }

    /** One row and the query heads that share one key head. {@code blocks}: how many are looked at. */
    record Head(Span span, int row, int keyHead, int seen, int blocks) {}

    /** Whether a row that looks at so many blocks belongs here. */
    static boolean takes(CpuCache cache, int blocks) {
        return (long) blocks * cache.shape.blockTokens() * cache.shape.headSide() <= MOST_ELEMENTS;
    }

    /** A little more than {@code blocks}, so that few kernels are compiled: two numbers for each power of two. */
    static int rounded(int blocks) {
        int step = Math.max(1, Integer.highestOneBit(blocks) / 2);
        return (blocks + step - 1) / step * step;
    }

    /** @param heads in any order; those with equally many blocks are computed together */
    void run(CpuTensor out, CpuTensor query, CpuCache cache, int layer, List<Head> heads) {
        FloatBuffer from = query.floats();
        FloatBuffer to = out.floats();
        for (int first = 0; first < heads.size(); ) {
            int blocks = heads.get(first).blocks;
            int end = first + 1;
            while (end < heads.size() && heads.get(end).blocks == blocks) {
                end++;
            }
            Call call = new Call(out, to, query, from, cache, layer, blocks * cache.shape.blockTokens());
            List<Head> alike = heads.subList(first, end);
            team.split(alike.size(), call.leastHeads(), (worker, begin, stop) -> {
                for (int done = begin; done < stop; ) {
                    int left = stop - done;
                    int count = left >= MANY ? MANY : left >= SOME ? SOME : 1;
                    attend(worker, call, alike.subList(done, done + count));
                    done += count;
                }
            });
            first = end;
        }
    }

    private record Call(
            CpuTensor out, FloatBuffer to, CpuTensor query, FloatBuffer from, CpuCache cache, int layer, int tokens) {

        int side() {
            return cache.shape.headSide();
        }

        /** Heads for which a second thread brings more than it costs, a multiple of those of one call. */
        int leastHeads() {
            long each = 2L * group() * tokens * side();
            return (int) Math.max(1, LEAST / each / MANY) * MANY;
        }

        /** Query heads that read one key head. */
        int group() {
            return query.columns / (cache.shape.heads() * side());
        }

        /** Elements of the query heads that read one key head. */
        int width() {
            return query.columns / cache.shape.heads();
        }
    }

    private void attend(Worker worker, Call call, List<Head> heads) {
        int count = heads.size();
        int side = call.side();
        int group = call.group();
        int stride = call.tokens + OFF_BEAT;
        long queries = worker.scratch("brief queries", (long) count * call.width() * FLOAT);
        long keys = worker.scratch("brief keys", (long) count * call.tokens * side * FLOAT);
        long values = worker.scratch("brief values", (long) count * call.tokens * side * FLOAT);
        long scores = worker.scratch("brief scores", (long) count * group * stride * FLOAT);
        gather(worker, call, heads);
        worker.run(kernels.scoresOfMany(count, group, call.tokens, side, stride), queries, keys, scores);
        hide(worker.window("brief scores"), heads, group, stride);
        worker.run(kernels.softmax(count * group, stride), scores, scores);
        worker.run(kernels.blendOfMany(count, group, call.tokens, side, stride), scores, values, queries);
        FloatBuffer results = worker.window("brief queries");
        for (int i = 0; i < count; i++) {
            Head head = heads.get(i);
            call.to.put(
                    head.row * call.out.stride + head.keyHead * call.width(), results, i * call.width(), call.width());
        }
    }

    private static void gather(Worker worker, Call call, List<Head> heads) {
        FloatBuffer queries = worker.window("brief queries");
        FloatBuffer keys = worker.window("brief keys");
        FloatBuffer values = worker.window("brief values");
        int elements = call.cache.shape.blockTokens() * call.side();
        int to = 0;
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            queries.put(
                    i * call.width(),
                    call.from,
                    head.row * call.query.stride + head.keyHead * call.width(),
                    call.width());
            int own = (head.seen + call.cache.shape.blockTokens() - 1) / call.cache.shape.blockTokens();
            for (int block = 0; block < head.blocks; block++, to += elements) {
                // Behind the own ones the first once more: what is hidden only has to be finite.
                int from = head.span.blocks()[block < own ? block : 0];
                int at = call.cache.offset(from);
                keys.put(to, call.cache.keyFloats(call.layer, head.keyHead, from), at, elements);
                values.put(to, call.cache.valueFloats(call.layer, head.keyHead, from), at, elements);
            }
        }
    }

    /** Sets the scores of tokens that a row must not see to -infinity. */
    private static void hide(FloatBuffer scores, List<Head> heads, int group, int stride) {
        for (int i = 0; i < heads.size() * group; i++) {
            int from = heads.get(i / group).seen;
            while (from < stride) {
                int count = Math.min(HIDDEN.length, stride - from);
                scores.put(i * stride + from, HIDDEN, 0, count);
                from += count;
            }
        }
    }
}
