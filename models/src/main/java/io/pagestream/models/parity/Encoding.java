package io.pagestream.models.parity;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.vision.VisionEncoder;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Views to vectors. Belongs to the device's thread. */
final class Encoding {

    /** So that the largest pictures of the largest models do not take the memory for all their tiles at once. */
    private static final int VIEWS_AT_ONCE = 8;

    private final Device device;
    private final VisionEncoder encoder;

    Encoding(Device device, VisionEncoder encoder) {
        this.device = device;
        this.encoder = encoder;
    }

    /** The vectors of all views, one after the other: [views * tokensPerTile, hidden]. */
    float[] vectors(Views views) {
        float[] all = {};
        for (int from = 0; from < views.count(); from += VIEWS_AT_ONCE) {
            int count = Math.min(VIEWS_AT_ONCE, views.count() - from);
            float[] some = vectors(views, from, count, (stage, tensor) -> {});
            int before = all.length;
            all = Arrays.copyOf(all, before + some.length);
            System.arraycopy(some, 0, all, before, some.length);
        }
        return all;
    }

    /** The vectors of {@code count} views in one batch; {@code observer} sees what the layers make. */
    float[] vectors(Views views, int from, int count, BiConsumer<String, Tensor> observer) {
        int pixels = 3 * views.side() * views.side();
        DType type = views.hasOverview() ? DType.F32 : DType.U8;
        try (Scratch scratch = new Scratch(device);
                Tensor batch = device.allocate(type, MemoryTag.ACTIVATIONS, count, pixels)) {
            if (views.hasOverview()) {
                float[] values = new float[count * pixels];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(views.view(from + i), 0, values, i * pixels, pixels);
                }
                batch.write(values);
            } else {
                batch.write(Arrays.copyOfRange(views.tiles(), from * pixels, (from + count) * pixels), 0);
            }
            return encoder.encode(batch, scratch, observer).toFloats();
        }
    }

    /** The vectors that stand between those of pictures: [separators, hidden]; often none. */
    float[] separators() {
        if (encoder.separators() == 0) {
            return new float[0];
        }
        try (Scratch scratch = new Scratch(device)) {
            return encoder.separators(scratch).toFloats();
        }
    }
}
