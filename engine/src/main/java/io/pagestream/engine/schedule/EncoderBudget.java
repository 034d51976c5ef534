package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.EncoderSlots;
import java.util.OptionalInt;

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

    /** A slot for one more tile of this step, or none. */
    OptionalInt tryTake() {
        if (left == 0) {
            return OptionalInt.empty();
        }
        OptionalInt slot = slots.tryTake();
        if (slot.isPresent()) {
            left--;
        }
        return slot;
    }
}
