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

    public boolean isSingle() {
        return columns == 1 && rows == 1;
    }
}
