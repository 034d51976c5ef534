package io.pagestream.compute.cpu;

/**
 * Walks over the blocks of a sequence in pieces that lie side by side in the cache. A piece has a power of two of
 * tokens, so that a handful of kernels serves any context.
 */
final class CacheRuns {

    /** The longest piece, in tokens; at least the largest block. */
    static final int LONGEST = 256;

    private CacheRuns() {}

    /** Takes one piece: {@code tokens} from {@code token} on, starting at the beginning of {@code block}. */
    @FunctionalInterface
    interface Piece {
        void take(int block, int token, int tokens);
    }

    /** Walks over the first {@code count} of {@code blocks}. */
    static void walk(int[] blocks, int count, int blockTokens, Piece piece) {
        int first = 0;
        while (first < count) {
            int end = first + 1;
            while (end < count && blocks[end] == blocks[end - 1] + 1) {
                end++;
            }
            while (first < end) {
                int taken = Math.min(Integer.highestOneBit(end - first), LONGEST / blockTokens);
                piece.take(blocks[first], first * blockTokens, taken * blockTokens);
                first += taken;
            }
        }
    }
}
