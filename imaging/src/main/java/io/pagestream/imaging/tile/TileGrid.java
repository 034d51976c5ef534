package io.pagestream.imaging.tile;

import java.io.Serializable;

/**
 * How a page is cut: {@code columns} by {@code rows} square tiles.
 *
 * @param columns tiles from left to right
 * @param rows tiles from top to bottom
 */
public record TileGrid(int columns, int rows) implements Serializable {

    public TileGrid {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a grid needs columns and rows, got " + columns + " x " + rows);
        }
    }

    /**
     * The grid whose shape is nearest to that of an image, as InternVL's {@code dynamic_preprocess} chooses it.
     *
     * <p>Ratios are compared as doubles and for exact equality. Among equally near grids the last one wins whose area is
     * less than twice that of the image.
     *
     * @param width of the image, pixels
     * @param height of the image, pixels
     */
    public static TileGrid nearestTo(int width, int height, TilingRule rule) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image has at least one pixel, got " + width + " x " + height);
        }
        double ratio = (double) width / height;
        double area = (double) width * height;
        double halfTile = 0.5 * rule.tileSide() * rule.tileSide();
        TileGrid best = new TileGrid(1, 1);
        double bestDifference = Double.POSITIVE_INFINITY;
        for (TileGrid grid : CandidateGrids.inOfficialOrder(rule.minTiles(), rule.maxTiles())) {
            double difference = Math.abs(ratio - (double) grid.columns / grid.rows);
            if (difference < bestDifference) {
                bestDifference = difference;
                best = grid;
            } else if (difference == bestDifference && area > halfTile * grid.columns * grid.rows) {
                best = grid;
            }
        }
        return best;
    }

    public boolean isSingle() {
        return columns == 1 && rows == 1;
    }
}
