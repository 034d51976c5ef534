package io.pagestream.models.vision;

import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import java.util.function.BiConsumer;

/** Views of images to vectors of the decoder's width: encoder, merge, projector. Belongs to the device's thread. */
public interface VisionEncoder {

    /**
     * Encodes views.
     *
     * @param pixels [views, side * side * 3], each row [side, side, 3]: U8, or F32 on the scale of bytes for views that
     *     were shrunk without rounding
     * @param scratch where the result and everything on the way to it is taken from
     * @return [views * tokensPerTile, hidden of the decoder]
     */
    Tensor encode(Tensor pixels, Scratch scratch);

    /**
     * The same for those who compare layers: {@code observer} is told the name of each stage and its tensor, which it must
     * copy at once. An encoder that shows nothing does not call it.
     */
    default Tensor encode(Tensor pixels, Scratch scratch, BiConsumer<String, Tensor> observer) {
        return encode(pixels, scratch);
    }

    /** How many vectors of the model's own stand between those of its images, such as one that ends a row of tiles. */
    default int separators() {
        return 0;
    }

    /** Those vectors, projected: [separators, hidden of the decoder]; only where there are any. */
    default Tensor separators(Scratch scratch) {
        throw new IllegalStateException("this encoder has no separators");
    }
}
