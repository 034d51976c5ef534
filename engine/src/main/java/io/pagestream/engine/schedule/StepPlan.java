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
     * Consecutive tokens of one strand of a sequence, and behind the newest one perhaps guesses of the next, which are
     * computed as if they were known.
     *
     * @param sequence whose tokens
     * @param strand of the sequence; in a search the rows of all strands follow each other
     * @param from position of the first
     * @param count how many, guesses included
     * @param answers whether the strand's newest token is among them, so that the next one is chosen from it
     * @param draft the guesses; none unless it answers. A token is chosen from each, as if it were right; nobody writes to it
     */
    public record Rows(Sequence sequence, Strand strand, int from, int count, boolean answers, int[] draft) {

        private static final int[] NOTHING = {};

        static Rows next(Sequence sequence, Strand strand, int count) {
            return new Rows(sequence, strand, sequence.computed(), count, count == sequence.due(), NOTHING);
        }

        /** The same rows and guesses behind them. */
        Rows guessing(int[] guesses) {
            return new Rows(sequence, strand, from, count + guesses.length, answers, guesses);
        }

        /** The token of a row, by its position. */
        public int token(int position) {
            int guess = position - from - count + draft.length;
            return guess < 0 ? strand.token(position) : draft[guess];
        }

        /** How many rows at the end something is chosen from. */
        public int logits() {
            return answers ? 1 + draft.length : 0;
        }

        /** How many tokens are to be chosen. */
        public int choices() {
            return draft.length > 0 ? logits() : sequence.choices();
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

    /** Rows from which something is chosen, over all sequences. */
    public int logits() {
        return rows.stream().mapToInt(Rows::logits).sum();
    }

    /** The rows from whose last ones something is chosen. */
    public List<Rows> answering() {
        return rows.stream().filter(Rows::answers).toList();
    }
}
