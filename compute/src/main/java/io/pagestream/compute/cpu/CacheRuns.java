package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import java.util.function.IntToLongFunction;

/**
 * Walks over the keys, or the values, of a sequence in pieces of 2^n tokens that lie side by side, so that a handful of
 * kernels serves any context. Blocks with neighbouring numbers are used where they lie; scattered ones are copied
 * together first, since a call for each block would cost more than the copy.
 */
final class CacheRuns {

    /** The longest piece, in tokens; at least the largest block. */
    static final int LONGEST = 256;

    private final int[] blocks;
    private final int count;
    private final int blockTokens;
    private final long blockBytes;

    /** The first {@code count} of {@code blocks}. */
    CacheRuns(int[] blocks, int count, int blockTokens, int headSide) {
        this.blocks = blocks;
        this.count = count;
        this.blockTokens = blockTokens;
        this.blockBytes = (long) blockTokens * headSide * DType.F32.bytes();
    }

    /** Takes {@code tokens} tokens that lie densely at {@code address}, the sequence's token {@code token} first. */
    @FunctionalInterface
    interface Piece {
        void take(long address, int token, int tokens);
    }

    /** @param place where a block begins */
    void walk(Worker worker, IntToLongFunction place, Piece piece) {
        int together = LONGEST / blockTokens;
        for (int first = 0; first < count; first += together) {
            int end = Math.min(count, first + together);
            long address =
                    neighbours(first, end) ? place.applyAsLong(blocks[first]) : gather(worker, place, first, end);
            for (int done = first; done < end; ) {
                int taken = Integer.highestOneBit(end - done);
                piece.take(address + (done - first) * blockBytes, done * blockTokens, taken * blockTokens);
                done += taken;
            }
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
        long to = worker.scratch("gathered blocks", blockBytes * (end - first));
        for (int i = first; i < end; i++) {
            Address.copy(to + (i - first) * blockBytes, place.applyAsLong(blocks[i]), blockBytes);
        }
        return to;
    }
}
