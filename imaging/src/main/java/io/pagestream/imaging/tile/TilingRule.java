package io.pagestream.imaging.tile;

import java.io.Serializable;

/**
 * How many square tiles a page may become, and how large each of them is.
 *
 * @param tileSide pixels
 * @param minTiles without the thumbnail
 * @param maxTiles without the thumbnail
 * @param thumbnail whether the whole page, shrunk to one tile, is appended when there is more than one tile
 */
public record TilingRule(int tileSide, int minTiles, int maxTiles, boolean thumbnail) implements Serializable {

    public TilingRule {
        if (tileSide < 1 || tileSide > 4096) {
            throw new IllegalArgumentException("tileSide must be 1 to 4096 pixels, got " + tileSide);
        }
        if (minTiles < 1 || maxTiles < minTiles || maxTiles > 256) {
            throw new IllegalArgumentException(
                    "need 1 <= minTiles <= maxTiles <= 256, got " + minTiles + " and " + maxTiles);
        }
    }
}
