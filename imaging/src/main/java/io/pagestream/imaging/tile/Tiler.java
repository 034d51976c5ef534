package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;

/** How one vision model wants a picture cut. Implementations are immutable and may be used from any thread. */
public interface Tiler {

    /**
     * The grid that {@link #tile} would use; cheap.
     *
     * @param width of the picture, pixels
     * @param height of the picture, pixels
     * @throws IllegalArgumentException if no picture of this size can be prepared
     */
    TileGrid grid(int width, int height);

    /** The grid that {@link #tile} would use; cheap. */
    default TileGrid grid(RgbImage image) {
        return grid(image.width(), image.height());
    }

    /**
     * Resizes, pads and cuts a picture as the model's own preparation does.
     *
     * @throws IllegalArgumentException if a picture of this size cannot be prepared
     */
    TileBatch tile(RgbImage image);
}
