package io.pagestream.engine.cache;

import java.util.OptionalInt;

/**
 * The places for vectors of encoded tiles: one slot holds one tile from its encoding until the decoder has computed the
 * last of its rows. Belongs to the engine thread.
 */
public final class EncoderSlots {

    private final FreeList free;

    /** @param tiles how many may be kept at the same time */
    public EncoderSlots(int tiles) {
        this.free = new FreeList("encoder slot", tiles);
    }

    /** A slot for one tile; none means that rows have to be computed before more tiles are encoded. */
    public OptionalInt tryTake() {
        return free.freeCount() == 0 ? OptionalInt.empty() : OptionalInt.of(free.take());
    }

    public void give(int slot) {
        free.give(slot);
    }

    public int slots() {
        return free.size();
    }

    public int inUse() {
        return free.size() - free.freeCount();
    }
}
