package io.pagestream.engine.schedule;

import java.util.List;

/**
 * What one step computes: first the copies, then the tiles, then the rows. Rows may need tiles of the same step.
 *
 * @param copies of blocks, of beams that forked; no block is copied from and to
 * @param tiles to encode
 * @param rows of the forward pass, in order; no sequence twice
 */
public record StepPlan(List<Copy> copies, List<Tile> tiles, List<Rows> rows) {

    /** The keys and values of block {@code from} are to be those of block {@code to} as well. */
    public record Copy(int from, int to) {}

    /**
     * One tile for the encoder.
     *
     * @param sequence whose image it is
     * @param place which tile of which image
     * @param slot where its vectors are kept
     */
    public record Tile(Sequence sequence, TilePlace place, int slot) {}

    /**
     * Consecutive tokens of one strand of a sequence.
     *
     * @param sequence whose tokens
     * @param strand of the sequence; in a search the rows of all strands follow each other
     * @param from position of the first
     * @param count how many
     * @param answers whether the last of them is the strand's newest token, so that the next one is chosen from it
     */
    public record Rows(Sequence sequence, Strand strand, int from, int count, boolean answers) {

        static Rows next(Sequence sequence, Strand strand, int count) {
            return new Rows(sequence, strand, sequence.computed(), count, count == sequence.due());
        }
    }

    public StepPlan {
        copies = List.copyOf(copies);
        tiles = List.copyOf(tiles);
        rows = List.copyOf(rows);
    }

    public boolean isEmpty() {
        return tiles.isEmpty() && rows.isEmpty();
    }

    /** Rows of the forward pass, over all sequences. */
    public int tokens() {
        return rows.stream().mapToInt(Rows::count).sum();
    }

    /** The rows from whose last one something is chosen. */
    public List<Rows> answering() {
        return rows.stream().filter(Rows::answers).toList();
    }
}
