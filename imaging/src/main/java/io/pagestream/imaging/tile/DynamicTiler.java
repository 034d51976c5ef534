package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;

/**
 * Cuts an image into tiles as InternVL's {@code dynamic_preprocess} does: the image is squeezed to the nearest grid, cut
 * row by row, and the whole image shrunk to one tile is appended when there is more than one.
 */
public final class DynamicTiler implements Tiler {

    private final TilingRule rule;

    public DynamicTiler(TilingRule rule) {
        this.rule = rule;
    }

    @Override
    public TileGrid grid(int width, int height) {
        return TileGrid.nearestTo(width, height, rule);
    }

    /** The tiles of {@code image}, row by row, the thumbnail of the original image last. */
    @Override
    public TileBatch tile(RgbImage image) {
        byte[] tiles = pixels(image);
        int side = rule.tileSide();
        return TileBatch.of(grid(image), tiles.length / (side * side * 3), side, tiles);
    }

    /** As in a batch of tiles. */
    byte[] pixels(RgbImage image) {
        TileGrid grid = grid(image);
        int side = rule.tileSide();
        int cut = grid.columns() * grid.rows();
        int count = cut > 1 && rule.thumbnail() ? cut + 1 : cut;
        RgbImage squeezed = bicubic(image, side * grid.columns(), side * grid.rows());
        byte[] tiles = TileCutter.cut(squeezed, grid, side, count);
        if (count > cut) {
            byte[] thumbnail = bicubic(image, side, side).pixels();
            System.arraycopy(thumbnail, 0, tiles, cut * thumbnail.length, thumbnail.length);
        }
        return tiles;
    }

    private static RgbImage bicubic(RgbImage image, int width, int height) {
        return PillowResampler.resize(image, width, height, Filter.BICUBIC);
    }
}
