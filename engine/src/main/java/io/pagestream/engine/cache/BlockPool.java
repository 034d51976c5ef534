package io.pagestream.engine.cache;

import java.util.Optional;

/**
 * The blocks of the paged cache of keys and values that nobody uses at the moment.
 *
 * <p>Belongs to the engine thread; {@link #blocks} and {@link #blocksFor} may be asked from any.
 */
public final class BlockPool {

    private final FreeList free;
    private final int blockTokens;

    /**
     * @param blocks how many there are
     * @param blockTokens tokens of one
     */
    public BlockPool(int blocks, int blockTokens) {
        if (blockTokens < 1) {
            throw new IllegalArgumentException("blockTokens must be positive, got " + blockTokens);
        }
        this.free = new FreeList("block", blocks);
        this.blockTokens = blockTokens;
    }

    /** How many blocks {@code tokens} tokens need; a number beyond {@link #blocks} will never be there. */
    public int blocksFor(long tokens) {
        return (int) Math.min(Integer.MAX_VALUE, (tokens + blockTokens - 1) / blockTokens);
    }

    /** Takes the blocks for all of {@code tokens} or none; an empty answer means that somebody has to wait. */
    public Optional<BlockTable> tryTake(int tokens) {
        int count = blocksFor(tokens);
        if (count > free.freeCount()) {
            return Optional.empty();
        }
        int[] blocks = new int[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = free.take();
        }
        return Optional.of(new BlockTable(blocks, blockTokens));
    }

    public void give(BlockTable table) {
        // Backwards, so that the next taker gets them in ascending order again.
        for (int i = table.blocks().length - 1; i >= 0; i--) {
            free.give(table.blocks()[i]);
        }
    }

    public int blocks() {
        return free.size();
    }

    public int blockTokens() {
        return blockTokens;
    }

    public int inUse() {
        return free.size() - free.freeCount();
    }
}
