package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;

/**
 * Prepares the montage of a video as InternLM-XComposer-2.5 does: shrunk until its shorter side is one tile, padded with
 * white at the end of the longer one, cut into a single row or column of tiles; the whole padded montage, shrunk to one
 * tile, is the overview.
 *
 * <p>Source of the algorithm: {@code Video_transform} of the InternLM-XComposer repository ({@code ixc_utils.py}). There
 * the number of tiles has no limit.
 */
public final class MontageTiler implements Tiler {

    private final int side;
    private final int maxTiles;

    /**
     * @param side of a tile, 1 to 4096 pixels
     * @param maxTiles above which a montage is refused, 1 to 256
     */
    public MontageTiler(int side, int maxTiles) {
        if (side < 1 || side > 4096 || maxTiles < 1 || maxTiles > 256) {
            throw new IllegalArgumentException("a montage needs tiles of 1 to 4096 pixels and at most 256 of them, got "
                    + side + " and " + maxTiles);
        }
        this.side = side;
        this.maxTiles = maxTiles;
    }

    @Override
    public TileGrid grid(int width, int height) {
        PaddedLayout layout = layout(width, height);
        int tiles = layout.canvasWidth() / side;
        if (tiles > maxTiles) {
            throw new IllegalArgumentException("a montage of " + width + " x " + height + " pixels would become "
                    + tiles + " tiles of " + side + ", at most " + maxTiles + " are allowed: take fewer frames");
        }
        return layout.grid(side);
    }

    @Override
    public TileBatch tile(RgbImage montage) {
        grid(montage); // the limit
        return layout(montage.width(), montage.height()).tile(montage, side);
    }

    PaddedLayout layout(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a montage has at least one pixel, got " + width + " x " + height);
        }
        double ratio = (double) Math.max(width, height) / Math.min(width, height);
        double length = side * ratio;
        if (length > Integer.MAX_VALUE - side) {
            throw new IllegalArgumentException("a montage of " + width + " x " + height + " pixels is too long");
        }
        int canvas = (int) Math.ceil((double) (int) length / side) * side;
        return new PaddedLayout(width < height, (int) length, side, 0, canvas, side);
    }
}
