package io.pagestream.gpu.ops;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.StepSpans.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the blocks of paged attention have to do in one step, as the integers that the kernels read. The layers of a step
 * share it.
 */
final class AttentionPlan {

    /*
     * Notes. A span's queries are stacked: `group` query heads of a row, then those of the next row. Few of them (a sequence
     * that is being answered: one row) become short tiles of 16, more become tall tiles of 64.
     *
     * A short tile alone would keep one warp busy for the whole context. While there are fewer blocks than the card can
     * hold, its keys are shared out, in whole pieces of 64 tokens and at least two of them, and the parts are joined after.
     */

    static final int SHORT = 16;
    static final int TALL = 64;
    private static final int MOST_SHORT_TILES = 2;
    private static final int PIECE = 64;
    private static final int LEAST_PIECES = 2;
    /** Short blocks that a multiprocessor holds at once, by their shared memory. */
    private static final int BLOCKS_PER_MULTIPROCESSOR = 4;

    /** Where a part of the plan begins, and how many entries it has. */
    record Part(int at, int count) {}

    private final int group;
    private final int multiprocessors;
    private final int keyHeads;

    final int[] integers;
    final Part spans;
    final Part spanOfRow;
    final Part slots;
    final Part blocks;
    final Part tall;
    final Part small;
    final Part joints;
    /** Parts that the short tiles leave to be joined. */
    final int parts;

    /** @param group query heads for each key head */
    AttentionPlan(StepSpans step, CacheShape shape, int group, int multiprocessors) {
        this.group = group;
        this.multiprocessors = multiprocessors;
        this.keyHeads = shape.heads();
        Lists lists = new Lists();
        int shift = Integer.numberOfTrailingZeros(shape.blockTokens());
        List<Span> all = step.spans();
        for (int i = 0; i < all.size(); i++) {
            addSpan(lists, i, all.get(i), shift);
        }
        // The last tiles of a prompt see the most keys: they begin first, so that none runs alone at the end.
        for (int i = 0; i < all.size(); i++) {
            addTall(lists, i, all.get(i));
        }
        int splits = splits(all);
        for (int i = 0; i < all.size(); i++) {
            addShort(lists, i, all.get(i), splits);
        }
        Joined joined = new Joined();
        spans = joined.add(lists.spans, 4);
        spanOfRow = joined.add(lists.spanOfRow, 1);
        slots = joined.add(lists.slots, 1);
        blocks = joined.add(lists.blocks, 1);
        tall = joined.add(lists.tall, 5);
        small = joined.add(lists.small, 5);
        joints = joined.add(lists.joints, 4);
        integers = joined.integers();
        parts = lists.parts;
    }

    private static void addSpan(Lists lists, int index, Span span, int shift) {
        lists.spans.add(span.firstRow(), span.rows(), span.past(), lists.blocks.size());
        int needed = (span.context() + (1 << shift) - 1) >> shift;
        for (int i = 0; i < needed; i++) {
            lists.blocks.add(span.blocks()[i]);
        }
        for (int row = 0; row < span.rows(); row++) {
            int token = span.past() + row;
            lists.spanOfRow.add(index);
            lists.slots.add((span.blocks()[token >> shift] << shift) + (token & (1 << shift) - 1));
        }
    }

    private int stacked(Span span) {
        return span.rows() * group;
    }

    private boolean isShort(Span span) {
        return stacked(span) <= MOST_SHORT_TILES * SHORT;
    }

    /** Tokens that the stacked queries before {@code end} see. */
    private int seen(Span span, int end) {
        return span.past() + (Math.min(end, stacked(span)) - 1) / group + 1;
    }

    private void addTall(Lists lists, int index, Span span) {
        if (isShort(span)) {
            return;
        }
        int tiles = (stacked(span) + TALL - 1) / TALL;
        for (int tile = tiles - 1; tile >= 0; tile--) {
            lists.tall.add(index, tile * TALL, 0, seen(span, (tile + 1) * TALL), -1);
        }
    }

    /** Among how many blocks the keys of a short tile are shared out. */
    private int splits(List<Span> all) {
        int blocks = 0;
        for (Span span : all) {
            if (isShort(span)) {
                blocks += (stacked(span) + SHORT - 1) / SHORT * keyHeads;
            }
        }
        return blocks == 0 ? 1 : Math.max(1, BLOCKS_PER_MULTIPROCESSOR * multiprocessors / blocks);
    }

    private void addShort(Lists lists, int index, Span span, int splits) {
        if (!isShort(span)) {
            return;
        }
        for (int first = 0; first < stacked(span); first += SHORT) {
            int tokens = seen(span, first + SHORT);
            int pieces = (tokens + PIECE - 1) / PIECE;
            int share = Math.max(LEAST_PIECES, (pieces + splits - 1) / splits) * PIECE;
            int count = (tokens + share - 1) / share;
            if (count == 1) {
                lists.small.add(index, first, 0, tokens, -1);
                continue;
            }
            lists.joints.add(index, first, lists.parts, count);
            for (int from = 0; from < tokens; from += share) {
                lists.small.add(index, first, from, Math.min(tokens, from + share), lists.parts++);
            }
        }
    }

    private static final class Lists {
        final Integers spans = new Integers();
        final Integers spanOfRow = new Integers();
        final Integers slots = new Integers();
        final Integers blocks = new Integers();
        final Integers tall = new Integers();
        final Integers small = new Integers();
        final Integers joints = new Integers();
        int parts;
    }

    private static final class Integers {
        private int[] values = new int[64];
        private int size;

        void add(int... more) {
            if (size + more.length > values.length) {
                values = Arrays.copyOf(values, 2 * (size + more.length));
            }
            System.arraycopy(more, 0, values, size, more.length);
            size += more.length;
        }

        int size() {
            return size;
        }
    }

    private static final class Joined {
        private final List<Integers> lists = new ArrayList<>();
        private int size;

        Part add(Integers list, int entry) {
            Part part = new Part(size, list.size / entry);
            lists.add(list);
            size += list.size;
            return part;
        }

        int[] integers() {
            int[] all = new int[size];
            int at = 0;
            for (Integers list : lists) {
                System.arraycopy(list.values, 0, all, at, list.size);
                at += list.size;
            }
            return all;
        }
    }
}
