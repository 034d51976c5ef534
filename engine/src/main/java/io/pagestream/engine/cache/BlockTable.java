package io.pagestream.engine.cache;

import java.util.Arrays;

/**
 * The blocks of one sequence: token {@code t} has its keys and values in {@code blocks[t / blockTokens]}. Blocks at the
 * beginning may stand in the tables of other sequences that begin alike.
 *
 * @param blocks in the order of the tokens; nobody writes to it
 * @param blockTokens tokens of a block
 */
public record BlockTable(int[] blocks, int blockTokens) {

    /** How many tokens have a place. */
    public int tokens() {
        return blocks.length * blockTokens;
    }

    /** The same table with one more block. */
    public BlockTable with(int block) {
        int[] longer = Arrays.copyOf(blocks, blocks.length + 1);
        longer[blocks.length] = block;
        return new BlockTable(longer, blockTokens);
    }
}
