package io.pagestream.engine.run;

import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Tensor;

/**
 * The memory behind encoder slots: the vectors of each encoded tile until the decoder has read them. Taken once, so that
 * it can neither grow nor fragment. Belongs to the engine thread.
 */
final class EncoderOutputs implements AutoCloseable {

    private final int tokensPerTile;
    private final Tensor vectors; // [slots * tokensPerTile, hidden of the decoder]

    EncoderOutputs(Device device, int slots, int tokensPerTile, int hidden) {
        this.tokensPerTile = tokensPerTile;
        this.vectors = device.allocate(
                device.activations(), MemoryTag.ENCODED_IMAGES, Math.multiplyExact(slots, tokensPerTile), hidden);
    }

    /** All vectors of one slot: [tokensPerTile, hidden]. */
    Tensor slot(int slot) {
        return rows(slot, 0, tokensPerTile);
    }

    /** Some vectors of one slot: [count, hidden]. */
    Tensor rows(int slot, int first, int count) {
        return vectors.rowRange(slot * tokensPerTile + first, count);
    }

    @Override
    public void close() {
        vectors.close();
    }
}
