package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;

/** Cuts a picture whose sides are whole numbers of tiles. */
final class TileCutter {

    private TileCutter() {}

    /**
     * The tiles of {@code picture} row by row, and room for more behind them.
     *
     * @param picture of {@code grid} times {@code side} pixels
     * @param count tiles that the result has room for
     * @return [count, side, side, 3]
     */
    static byte[] cut(RgbImage picture, TileGrid grid, int side, int count) {
        byte[] tiles = new byte[Math.multiplyExact(count, Math.multiplyExact(side * side, 3))];
        int rowBytes = side * 3;
        for (int tile = 0; tile < grid.columns() * grid.rows(); tile++) {
            int left = tile % grid.columns() * side;
            int top = tile / grid.columns() * side;
            for (int y = 0; y < side; y++) {
                int source = ((top + y) * picture.width() + left) * 3;
                System.arraycopy(picture.pixels(), source, tiles, (tile * side + y) * rowBytes, rowBytes);
            }
        }
        return tiles;
    }
}
