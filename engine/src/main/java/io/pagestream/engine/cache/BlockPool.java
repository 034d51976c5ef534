package io.pagestream.engine.cache;

import io.pagestream.imaging.tile.Fingerprint;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The blocks of the paged cache of keys and values: who uses them, and what is in those that nobody uses any more.
 *
 * <p>A block whose content has a name is remembered. Sequences that begin alike share it, and when the last of them has
 * left it stays until its place is needed; of those without users the one that was used longest ago goes first.
 *
 * <p>Belongs to the engine thread; {@link #blocks} and {@link #blocksFor} may be asked from any.
 */
public final class BlockPool {

    private final SharedPlaces<Fingerprint> places;
    private final int blockTokens;

    /**
     * @param blocks how many there are
     * @param blockTokens tokens of one
     */
    public BlockPool(int blocks, int blockTokens) {
        if (blockTokens < 1) {
            throw new IllegalArgumentException("blockTokens must be positive, got " + blockTokens);
        }
        this.places = new SharedPlaces<>("block", blocks);
        this.blockTokens = blockTokens;
    }

    /** How many blocks {@code tokens} tokens need; a number beyond {@link #blocks} will never be there. */
    public int blocksFor(long tokens) {
        return (int) Math.min(Integer.MAX_VALUE, (tokens + blockTokens - 1) / blockTokens);
    }

    /**
     * A block of undefined content with one user, which is to be the next one of {@code table}; none means that somebody has
     * to wait. It is the one beside the table's last if it can be had: the CPU device reads neighbours where they lie, and
     * has to copy others together first.
     */
    public OptionalInt tryTakeFor(BlockTable table) {
        int[] blocks = table.blocks();
        return places.tryTakeAfter(blocks.length == 0 ? -1 : blocks[blocks.length - 1]);
    }

    /** Takes the blocks for all of {@code tokens} or none. */
    public Optional<BlockTable> tryTake(int tokens) {
        if (blocksFor(tokens) > available()) {
            return Optional.empty();
        }
        BlockTable table = new BlockTable(new int[0], blockTokens);
        while (table.tokens() < tokens) {
            table = table.with(tryTakeFor(table).orElseThrow());
        }
        return Optional.of(table);
    }

    /** Whether there is a block that has this content. */
    public boolean remembers(Fingerprint content) {
        return places.remembers(content);
    }

    /** Adds a user to the block that has this content, if there is one. */
    public OptionalInt share(Fingerprint content) {
        return places.share(content);
    }

    /** Adds a user to the first {@code count} blocks of a table that is in use. */
    public BlockTable share(BlockTable table, int count) {
        int[] shared = Arrays.copyOf(table.blocks(), count);
        for (int block : shared) {
            places.addUser(block);
        }
        return new BlockTable(shared, table.blockTokens());
    }

    /** Gives the content of a block its name; nothing happens when another block has that content already. */
    public void remember(int block, Fingerprint content) {
        places.remember(block, content);
    }

    /** Nobody finds this content any more. */
    public void forget(Fingerprint content) {
        places.forget(content);
    }

    /** Takes one user off each block of a table. */
    public void give(BlockTable table) {
        // Backwards, so that the next taker gets them in ascending order, and the end of a prompt is forgotten first.
        for (int i = table.blocks().length - 1; i >= 0; i--) {
            places.give(table.blocks()[i]);
        }
    }

    public int blocks() {
        return places.size();
    }

    public int blockTokens() {
        return blockTokens;
    }

    /** Blocks that can be taken. */
    public int available() {
        return places.available();
    }

    /** Blocks with a user. */
    public int inUse() {
        return blocks() - available();
    }
}
