package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.StepSpans.Span;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes keys and values to the cache and lets each row attend to its sequence. */
final class PagedAttention {

    /*
     * Notes. A task is one tile: some consecutive rows of one span, with the query heads that share one key head. Its
     * queries are stacked to a matrix, so that a key is read once for all of them. Keys and values are used where they
     * lie in the cache, in pieces of neighbouring blocks. The scores of the whole context are kept, because one softmax
     * by the library is faster than an online one in Java; a tile of 64 stacked queries over 32,768 tokens takes 8 MiB.
     *
     * Behind the last token of the sequence: scores become -infinity before the softmax, so that the values there are
     * multiplied with zero. A block's values are zeroed when its first token is written, since 0 * NaN of an earlier
     * owner would be NaN.
     */

    private static final int STACKED = 64;
    private static final int FLOAT = DType.F32.bytes();
    /** Rows of scores at a distance of a power of two would fall onto the same cache lines. */
    private static final int OFF_BEAT = 16;

    private static final int WIDTH_STEP = 64;
    private static final float[] HIDDEN = new float[1024];

    static {
        Arrays.fill(HIDDEN, Float.NEGATIVE_INFINITY);
    }

    private final AttentionKernels kernels;
    private final RowAttention rows;
    private final Team team;

    PagedAttention(AttentionKernels kernels, Team team) {
        this.kernels = kernels;
        this.rows = new RowAttention(kernels, team);
        this.team = team;
    }

    private record Call(CpuTensor out, CpuTensor query, CpuCache cache, int layer) {

        int side() {
            return cache.shape.headSide();
        }

        /** Query heads that read one key head. */
        int group() {
            return query.columns / (cache.shape.heads() * side());
        }
    }

    /** @param first row of the span */
    private record Tile(Span span, int keyHead, int first, int rows) {

        /** Tokens that the tile's row {@code row} sees. */
        int seen(int row) {
            return span.past() + first + row + 1;
        }
    }

    void run(CpuTensor out, CpuTensor query, CpuCache cache, int layer, StepSpans spans) {
        Call call = new Call(out, query, cache, layer);
        List<Tile> tiles = new ArrayList<>();
        List<RowAttention.Row> single = new ArrayList<>();
        int rowsOfTile = Math.max(1, STACKED / call.group());
        for (Span span : spans.spans()) {
            int first = 0;
            for (; rowsOfTile > 1 && span.rows() - first >= rowsOfTile; first += rowsOfTile) {
                for (int head = 0; head < cache.shape.heads(); head++) {
                    tiles.add(new Tile(span, head, first, rowsOfTile));
                }
            }
            for (; first < span.rows(); first++) {
                single.add(new RowAttention.Row(span, span.firstRow() + first, span.past() + first + 1));
            }
        }
        rows.run(out, query, cache, layer, single);
        team.split(tiles.size(), 1, (worker, first, end) -> {
            for (Tile tile : tiles.subList(first, end)) {
                attend(worker, call, tile);
            }
        });
    }

    /** The blocks that the last row of the tile sees. */
    private static int blocks(Tile tile, CpuCache cache) {
        int blockTokens = cache.shape.blockTokens();
        return (tile.seen(tile.rows - 1) + blockTokens - 1) / blockTokens;
    }

    private void attend(Worker worker, Call call, Tile tile) {
        long rowBytes = (long) call.group() * call.side() * FLOAT;
        long offset = tile.keyHead * rowBytes;
        int row = tile.span.firstRow() + tile.first;
        long query = worker.scratch("stacked query", rowBytes * tile.rows);
        long out = worker.scratch("stacked out", rowBytes * tile.rows);
        for (int i = 0; i < tile.rows; i++) {
            Address.copy(query + i * rowBytes, call.query.rowAddress(row + i) + offset, rowBytes);
        }
        attendStacked(worker, call, tile, query, out);
        for (int i = 0; i < tile.rows; i++) {
            Address.copy(call.out.rowAddress(row + i) + offset, out + i * rowBytes, rowBytes);
        }
    }

    /** {@code query} and {@code out}: the addresses of dense matrices [tile.rows * group, side]. */
    private void attendStacked(Worker worker, Call call, Tile tile, long query, long out) {
        CpuCache cache = call.cache;
        int blockTokens = cache.shape.blockTokens();
        int side = call.side();
        int stacked = tile.rows * call.group();
        int blocks = blocks(tile, cache);
        int width = width(blocks * blockTokens);
        long scores = worker.scratch("scores", (long) stacked * width * FLOAT);
        CacheRuns runs = new CacheRuns(tile.span.blocks(), blocks, cache.shape, 1);

        runs.walk(
                worker,
                block -> cache.keys(call.layer, tile.keyHead, block),
                (keys, apart, token, tokens) -> worker.run(
                        kernels.scores(stacked, tokens, side, width), query, keys, scores + (long) token * FLOAT));
        hide(tile, call.group(), scores, width);
        worker.run(kernels.softmax(stacked, width), scores, scores);
        runs.walk(
                worker,
                block -> cache.values(call.layer, tile.keyHead, block),
                (values, apart, token, tokens) -> worker.run(
                        token == 0
                                ? kernels.blend(stacked, tokens, side, width)
                                : kernels.blendInto(stacked, tokens, side, width),
                        scores + (long) token * FLOAT,
                        values,
                        out));
    }

    /** A little more than {@code tokens}: eight widths for each power of two, so that few kernels are compiled. */
    static int width(int tokens) {
        int step = Math.max(WIDTH_STEP, Integer.highestOneBit(tokens) / 8);
        return (tokens + step - 1) / step * step + OFF_BEAT;
    }

    /** Sets the scores of tokens that a row must not see to -infinity. */
    private static void hide(Tile tile, int group, long scores, int width) {
        FloatBuffer buffer = Address.of(scores)
                .window((long) tile.rows * group * width * FLOAT)
                .asFloatBuffer();
        for (int i = 0; i < tile.rows * group; i++) {
            int from = tile.seen(i / group);
            while (from < width) {
                int count = Math.min(HIDDEN.length, width - from);
                buffer.put(i * width + from, HIDDEN, 0, count);
                from += count;
            }
        }
    }

    /** Copies the step's keys and values [rows, heads * headSide] to their places. */
    static void remember(CpuTensor key, CpuTensor value, CpuCache cache, int layer, StepSpans spans) {
        int blockTokens = cache.shape.blockTokens();
        int side = cache.shape.headSide();
        FloatBuffer keys = key.floats();
        FloatBuffer values = value.floats();
        for (Span span : spans.spans()) {
            for (int i = 0; i < span.rows(); i++) {
                int token = span.past() + i;
                int row = span.firstRow() + i;
                int block = span.blocks()[token / blockTokens];
                int place = token % blockTokens;
                int to = cache.offset(block) + place * side;
                for (int head = 0; head < cache.shape.heads(); head++) {
                    if (place == 0) {
                        Address.zero(cache.values(layer, head, block), (long) FLOAT * side * blockTokens);
                    }
                    cache.keyFloats(layer, head, block).put(to, keys, row * key.stride + head * side, side);
                    cache.valueFloats(layer, head, block).put(to, values, row * value.stride + head * side, side);
                }
            }
        }
    }
}
