package io.pagestream.engine.run;

import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.vision.VisionEncoder;

/**
 * The memory behind encoder slots: the vectors of each encoded tile until the decoder has read them, and behind them the
 * model's separators. Taken once, so that it can neither grow nor fragment. Belongs to the engine thread.
 */
final class EncoderOutputs implements AutoCloseable {

    private final int tokensPerTile;
    private final int firstSeparator;
    private final Tensor vectors; // [slots * tokensPerTile + separators, hidden of the decoder]

    EncoderOutputs(Device device, int slots, int tokensPerTile, int hidden, VisionEncoder encoder) {
        this.tokensPerTile = tokensPerTile;
        this.firstSeparator = Math.multiplyExact(slots, tokensPerTile);
        this.vectors = device.allocate(
                device.activations(), MemoryTag.ENCODED_IMAGES, firstSeparator + encoder.separators(), hidden);
        if (encoder.separators() > 0) {
            try (Scratch scratch = new Scratch(device)) {
                device.ops().copy(vectors.rowRange(firstSeparator, encoder.separators()), encoder.separators(scratch));
                device.ops().await();
            }
        }
    }

    /** All vectors of one slot: [tokensPerTile, hidden]. */
    Tensor slot(int slot) {
        return vectors.rowRange(slot * tokensPerTile, tokensPerTile);
    }

    /** What {@link #row} and {@link #separator} count the rows of. */
    Tensor table() {
        return vectors;
    }

    int row(int slot, int vector) {
        return slot * tokensPerTile + vector;
    }

    int separator(int number) {
        return firstSeparator + number;
    }

    @Override
    public void close() {
        vectors.close();
    }
}
