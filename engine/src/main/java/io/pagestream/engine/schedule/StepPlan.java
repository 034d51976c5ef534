package io.pagestream.engine.schedule;

import java.util.List;

/**
 * What one step computes: first the tiles, then the rows. Rows may need tiles of the same step.
 *
 * @param tiles to encode
 * @param rows of the forward pass, in order; no sequence twice
 */
public record StepPlan(List<Tile> tiles, List<Rows> rows) {

    /**
     * One tile for the encoder.
     *
     * @param sequence whose image it is
     * @param place which tile of which image
     * @param slot where its vectors are kept
     */
    public record Tile(Sequence sequence, TilePlace place, int slot) {}

    /**
     * Consecutive tokens of one sequence.
     *
     * @param sequence whose tokens
     * @param from position of the first
     * @param count how many
     * @param answers whether the last of them is the sequence's newest token, so that the next one is chosen from it
     */
    public record Rows(Sequence sequence, int from, int count, boolean answers) {

        static Rows next(Sequence sequence, int count) {
            return new Rows(sequence, sequence.computed(), count, count == sequence.due());
        }
    }

    public StepPlan {
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

    /** The sequences that get a token from this step, in the order of their rows. */
    public List<Sequence> answering() {
        return rows.stream().filter(Rows::answers).map(Rows::sequence).toList();
    }
}
