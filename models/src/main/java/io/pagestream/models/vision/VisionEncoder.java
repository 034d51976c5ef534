package io.pagestream.models.vision;

import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;

/** Tiles to vectors of the decoder's width: encoder, pixel shuffle, projector. Belongs to the device's thread. */
public interface VisionEncoder {

    /**
     * Encodes tiles.
     *
     * @param pixels U8 [tiles, side * side * 3]
     * @param scratch where the result and everything on the way to it is taken from
     * @return [tiles * tokensPerTile, hidden of the decoder]
     */
    Tensor encode(Tensor pixels, Scratch scratch);
}
