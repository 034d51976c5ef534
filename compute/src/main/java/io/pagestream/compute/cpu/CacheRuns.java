package io.pagestream.compute.cpu;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import java.util.function.IntToLongFunction;

/**
 * Walks over the keys, or the values, of a sequence in pieces of few different lengths, so that a handful of
 * kernels serves any context. Blocks with neighbouring numbers are used where they lie; scattered ones are copied
 * together first, since a call for each block would cost more than the copy.
 */
final class CacheRuns {

    /** The longest piece, in tokens; at least the largest block. A call costs as much as 256 tokens of one row. */
    static final int LONGEST = 1024;

    /** Up to so many blocks are one piece, whatever their number. */
    private static final int FEW = 8;

    private final int[] blocks;
    private final int count;
    private final CacheShape shape;
    private final int heads;
    private final long blockBytes;

    /** The first {@code count} of {@code blocks}, of {@code heads} heads. */
    CacheRuns(int[] blocks, int count, CacheShape shape, int heads) {
        this.blocks = blocks;
        this.count = count;
        this.shape = shape;
        this.heads = heads;
        this.blockBytes = (long) shape.blockTokens() * shape.headSide() * DType.F32.bytes();
    }

    /**
     * Takes {@code tokens} tokens that lie densely at {@code address}, the sequence's token {@code token} first; those of the
     * next head lie {@code apart} elements behind.
     */
    @FunctionalInterface
    interface Piece {
        void take(long address, long apart, int token, int tokens);
    }

    /** @param place where a block of the first head begins; that of the next one lies behind all blocks of the first */
    void walk(Worker worker, IntToLongFunction place, Piece piece) {
        int blockTokens = shape.blockTokens();
        long blockElements = (long) blockTokens * shape.headSide();
        int together = LONGEST / blockTokens;
        // Which pieces there are does not depend on where the blocks lie, so a replay adds in the same order.
        for (int first = 0; first < count; ) {
            int left = count - first;
            int taken = left <= FEW ? left : Integer.highestOneBit(Math.min(together, left));
            int end = first + taken;
            if (neighbours(first, end)) {
                long apart = CpuCache.apart(shape);
                piece.take(place.applyAsLong(blocks[first]), apart, first * blockTokens, taken * blockTokens);
            } else {
                long copy = gather(worker, place, first, end);
                piece.take(copy, taken * blockElements, first * blockTokens, taken * blockTokens);
            }
            first = end;
        }
    }

    private boolean neighbours(int first, int end) {
        for (int i = first + 1; i < end; i++) {
            if (blocks[i] != blocks[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    private long gather(Worker worker, IntToLongFunction place, int first, int end) {
        long to = worker.scratch("gathered blocks", blockBytes * (end - first) * heads);
        long nextHead = CpuCache.apart(shape) * DType.F32.bytes();
        for (int i = first; i < end; i++) {
            long from = place.applyAsLong(blocks[i]);
            for (int head = 0; head < heads; head++) {
                Address.copy(to + (head * (end - first) + i - first) * blockBytes, from + head * nextHead, blockBytes);
            }
        }
        return to;
    }
}
