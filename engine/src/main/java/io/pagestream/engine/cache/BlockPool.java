package io.pagestream.engine.cache;

import io.pagestream.imaging.tile.Fingerprint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
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

    private final FreeList free;
    private final int blockTokens;
    private final int[] users;
    private final Fingerprint[] names;
    private final Map<Fingerprint, Integer> remembered = new HashMap<>();
    private final LinkedHashSet<Integer> idle =
            new LinkedHashSet<>(); // remembered, without users, longest unused first

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
        this.users = new int[blocks];
        this.names = new Fingerprint[blocks];
    }

    /** How many blocks {@code tokens} tokens need; a number beyond {@link #blocks} will never be there. */
    public int blocksFor(long tokens) {
        return (int) Math.min(Integer.MAX_VALUE, (tokens + blockTokens - 1) / blockTokens);
    }

    /** A block of undefined content with one user; none means that somebody has to wait. */
    public OptionalInt tryTake() {
        if (free.freeCount() == 0 && !forgetOne()) {
            return OptionalInt.empty();
        }
        int block = free.take();
        users[block] = 1;
        return OptionalInt.of(block);
    }

    /** Takes the blocks for all of {@code tokens} or none. */
    public Optional<BlockTable> tryTake(int tokens) {
        int count = blocksFor(tokens);
        if (count > available()) {
            return Optional.empty();
        }
        int[] blocks = new int[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = tryTake().orElseThrow();
        }
        return Optional.of(new BlockTable(blocks, blockTokens));
    }

    private boolean forgetOne() {
        Iterator<Integer> eldest = idle.iterator();
        if (!eldest.hasNext()) {
            return false;
        }
        int block = eldest.next();
        eldest.remove();
        remembered.remove(names[block]);
        names[block] = null;
        free.give(block);
        return true;
    }

    /** Whether there is a block that has this content. */
    public boolean remembers(Fingerprint content) {
        return remembered.containsKey(content);
    }

    /** Adds a user to the block that has this content, if there is one. */
    public OptionalInt share(Fingerprint content) {
        Integer block = remembered.get(content);
        if (block == null) {
            return OptionalInt.empty();
        }
        if (users[block]++ == 0) {
            idle.remove(block);
        }
        return OptionalInt.of(block);
    }

    /** Adds a user to the first {@code count} blocks of a table that is in use. */
    public BlockTable share(BlockTable table, int count) {
        int[] shared = Arrays.copyOf(table.blocks(), count);
        for (int block : shared) {
            requireUsed(block);
            users[block]++;
        }
        return new BlockTable(shared, table.blockTokens());
    }

    /** Gives the content of a block its name; nothing happens when another block has that content already. */
    public void remember(int block, Fingerprint content) {
        requireUsed(block);
        if (names[block] == null && remembered.putIfAbsent(content, block) == null) {
            names[block] = content;
        }
    }

    /** Takes one user off each block of a table. */
    public void give(BlockTable table) {
        // Backwards, so that the next taker gets them in ascending order, and the end of a prompt is forgotten first.
        for (int i = table.blocks().length - 1; i >= 0; i--) {
            give(table.blocks()[i]);
        }
    }

    private void give(int block) {
        requireUsed(block);
        if (--users[block] > 0) {
            return;
        }
        if (names[block] == null) {
            free.give(block);
        } else {
            idle.add(block);
        }
    }

    private void requireUsed(int block) {
        if (users[block] == 0) {
            throw new IllegalStateException("block " + block + " was given back, but nobody had taken it");
        }
    }

    public int blocks() {
        return free.size();
    }

    public int blockTokens() {
        return blockTokens;
    }

    /** Blocks that can be taken. */
    public int available() {
        return free.freeCount() + idle.size();
    }

    /** Blocks with a user. */
    public int inUse() {
        return blocks() - available();
    }
}
