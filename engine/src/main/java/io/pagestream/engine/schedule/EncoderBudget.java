package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.EncoderSlots;

/**
 * How many tiles one step may encode: as many as the step's limit, and only as many as there are slots to keep them in,
 * so that the encoder never runs further ahead of the decoder than the memory set aside for it. One for each plan.
 */
final class EncoderBudget {

    private final EncoderSlots slots;
    private int left;

    EncoderBudget(int tilesPerStep, EncoderSlots slots) {
        this.slots = slots;
        this.left = tilesPerStep;
    }

    /** Whether the next one of {@code tiles} may be encoded in this step; if so, its slot is there. */
    boolean tryTake(TileProgress tiles) {
        if (left == 0) {
            return false;
        }
        int wanted = tiles.slotsToReserve();
        if (wanted > slots.slots() - slots.inUse()) {
            return false;
        }
        for (int i = 0; i < wanted; i++) {
            tiles.reserve(slots.tryTake().orElseThrow());
        }
        left--;
        return true;
    }
}
