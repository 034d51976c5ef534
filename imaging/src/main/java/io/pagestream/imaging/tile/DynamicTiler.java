package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;

/**
 * Cuts an image into tiles as InternVL's {@code dynamic_preprocess} does: the image is squeezed to the nearest grid, cut
 * row by row, and the whole image shrunk to one tile is appended when there is more than one.
 */
public final class DynamicTiler {

    private final TilingRule rule;

    public DynamicTiler(TilingRule rule) {
        this.rule = rule;
    }

    /** The grid that {@link #tile} would use; cheap. */
    public TileGrid grid(RgbImage image) {
        return TileGrid.nearestTo(image.width(), image.height(), rule);
    }

    /** The tiles of {@code image}, row by row, the thumbnail of the original image last. */
    public TileBatch tile(RgbImage image) {
        TileGrid grid = grid(image);
        int side = rule.tileSide();
        int cut = grid.columns() * grid.rows();
        int count = cut > 1 && rule.thumbnail() ? cut + 1 : cut;
        RgbImage squeezed = bicubic(image, side * grid.columns(), side * grid.rows());
        byte[] tiles = new byte[Math.multiplyExact(count, side * side * 3)];
        for (int tile = 0; tile < cut; tile++) {
            copyTile(squeezed, tile % grid.columns(), tile / grid.columns(), tiles, tile);
        }
        if (count > cut) {
            byte[] thumbnail = bicubic(image, side, side).pixels();
            System.arraycopy(thumbnail, 0, tiles, cut * thumbnail.length, thumbnail.length);
        }
        return TileBatch.of(count, side, tiles);
    }

    private static RgbImage bicubic(RgbImage image, int width, int height) {
        return PillowResampler.resize(image, width, height, Filter.BICUBIC);
    }

    private void copyTile(RgbImage from, int column, int row, byte[] tiles, int tile) {
        int side = rule.tileSide();
        int rowBytes = side * 3;
        for (int y = 0; y < side; y++) {
            int source = ((row * side + y) * from.width() + column * side) * 3;
            System.arraycopy(from.pixels(), source, tiles, (tile * side + y) * rowBytes, rowBytes);
        }
    }
}
