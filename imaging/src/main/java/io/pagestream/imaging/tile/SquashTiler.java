package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;

/** Squashes a picture to one square tile, as InternLM-XComposer2-VL does; the aspect ratio is not kept. */
public final class SquashTiler implements Tiler {

    private static final TileGrid SINGLE = new TileGrid(1, 1);

    private final int side;

    /** @param side pixels, 1 to 4096 */
    public SquashTiler(int side) {
        if (side < 1 || side > 4096) {
            throw new IllegalArgumentException("side must be 1 to 4096 pixels, got " + side);
        }
        this.side = side;
    }

    @Override
    public TileGrid grid(int width, int height) {
        return SINGLE;
    }

    @Override
    public TileBatch tile(RgbImage image) {
        RgbImage squashed = PillowResampler.resize(image, side, side, Filter.BICUBIC);
        return TileBatch.of(SINGLE, 1, side, squashed.pixels());
    }
}
