package io.pagestream.engine.cache;

/**
 * The blocks of one sequence: token {@code t} has its keys and values in {@code blocks[t / blockTokens]}.
 *
 * @param blocks in the order of the tokens; nobody writes to it
 * @param blockTokens tokens of a block
 */
public record BlockTable(int[] blocks, int blockTokens) {

    /** How many tokens have a place. */
    public int tokens() {
        return blocks.length * blockTokens;
    }
}
