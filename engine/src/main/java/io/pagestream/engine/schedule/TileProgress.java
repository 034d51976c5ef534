package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.EncoderSlots;
import java.util.OptionalInt;

/** How far the tiles of one sequence are: which have a slot, which are encoded, which are computed and gone. */
final class TileProgress {

    private final PromptTokens prompt;
    private final int[] slots; // of each tile; valid for those from released to reserved
    private int reserved;
    private int encoded;
    private int released;

    TileProgress(PromptTokens prompt) {
        this.prompt = prompt;
        this.slots = new int[prompt.tiles().size()];
    }

    /** Begins anew with a prompt whose first tokens are computed; what was reserved has been given back. */
    void restart(int computed) {
        int tile = 0;
        while (tile < slots.length && prompt.tiles().get(tile).endToken() <= computed) {
            tile++;
        }
        released = tile;
        encoded = tile;
        reserved = tile;
    }

    /** The next tile that is not encoded, if any; tiles are encoded in the order of their rows. */
    OptionalInt next() {
        return encoded == slots.length ? OptionalInt.empty() : OptionalInt.of(encoded);
    }

    /** How many slots must be taken before the next tile is encoded: all of its group's, or none. */
    int slotsToReserve() {
        return encoded < reserved ? 0 : prompt.endOfGroup(encoded) - encoded;
    }

    void reserve(int slot) {
        slots[reserved++] = slot;
    }

    /** The next tile is encoded in this step; returns its slot. */
    int encodeNext() {
        return slots[encoded++];
    }

    int slot(int tile) {
        if (tile < released || tile >= encoded) {
            throw new IllegalStateException(
                    "tile " + tile + " has no slot; those from " + released + " to " + (encoded - 1) + " have one");
        }
        return slots[tile];
    }

    /** The first token that cannot be computed yet, or {@code known} when all can. */
    int readyUntil(int known) {
        return encoded == slots.length ? known : prompt.tiles().get(encoded).firstToken();
    }

    /** Gives back the slots of the tiles whose rows are computed. */
    void releaseComputed(EncoderSlots pool, int computed) {
        while (released < encoded && prompt.tiles().get(released).endToken() <= computed) {
            pool.give(slots[released++]);
        }
    }

    void releaseAll(EncoderSlots pool) {
        while (released < reserved) {
            pool.give(slots[released++]);
        }
    }
}
