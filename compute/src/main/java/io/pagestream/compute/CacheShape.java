package io.pagestream.compute;

import java.util.BitSet;

/**
 * The shape of a paged cache of keys and values.
 *
 * @param layers of the decoder
 * @param heads key-value heads of a layer
 * @param headSide elements of one head's key
 * @param blocks how many blocks there are; one block holds {@code blockTokens} tokens of one sequence in all layers
 * @param blockTokens tokens of a block, a power of two from 8 to 256
 */
public record CacheShape(int layers, int heads, int headSide, int blocks, int blockTokens) {

    public CacheShape {
        if (layers < 1 || heads < 1 || headSide < 2 || blocks < 1) {
            throw new IllegalArgumentException("a cache needs layers, heads, headSide and blocks, got " + layers + ", "
                    + heads + ", " + headSide + ", " + blocks);
        }
        if (blockTokens < 8 || blockTokens > 256 || Integer.bitCount(blockTokens) != 1) {
            throw new IllegalArgumentException("blockTokens must be a power of two from 8 to 256, got " + blockTokens);
        }
    }

    /**
     * Whether blocks can be copied as {@link Ops#copyBlocks} says.
     *
     * @throws IllegalArgumentException when not
     */
    public void requireCopies(int[] from, int[] to) {
        if (from.length != to.length) {
            throw new IllegalArgumentException("copyBlocks: " + from.length + " sources for " + to.length + " targets");
        }
        BitSet targets = new BitSet(blocks);
        for (int block : to) {
            requireBlock(block);
            if (targets.get(block)) {
                throw new IllegalArgumentException("copyBlocks: block " + block + " is a target twice");
            }
            targets.set(block);
        }
        for (int block : from) {
            requireBlock(block);
            if (targets.get(block)) {
                throw new IllegalArgumentException("copyBlocks: block " + block + " is both source and target");
            }
        }
    }

    private void requireBlock(int block) {
        if (block < 0 || block >= blocks) {
            throw new IllegalArgumentException("copyBlocks: block " + block + " is outside of 0 to " + (blocks - 1));
        }
    }

    /** Bytes of one block when an element takes {@code elementBytes}. */
    public long blockBytes(int elementBytes) {
        return 2L * layers * heads * headSide * blockTokens * elementBytes;
    }
}
