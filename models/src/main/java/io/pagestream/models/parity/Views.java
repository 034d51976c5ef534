package io.pagestream.models.parity;

import io.pagestream.models.prompt.ImageShape;

/**
 * A picture as the encoder sees it.
 *
 * @param columns tiles from left to right
 * @param rows tiles from top to bottom
 * @param side pixels of a tile's side
 * @param tiles [count, side, side, 3], row by row, a thumbnail last
 * @param overview empty, or the whole picture on one tile in the scale of bytes, [side, side, 3]; it is seen first
 */
public record Views(int columns, int rows, int side, byte[] tiles, float[] overview) {

    private int viewPixels() {
        return 3 * side * side;
    }

    /** Images for the encoder. */
    public int count() {
        return tiles.length / viewPixels() + (overview.length > 0 ? 1 : 0);
    }

    ImageShape shape() {
        return new ImageShape(columns, rows, count());
    }

    boolean hasOverview() {
        return overview.length > 0;
    }

    /** View {@code index}, on the scale of bytes: [side, side, 3]. */
    float[] view(int index) {
        if (hasOverview() && index == 0) {
            return overview;
        }
        int from = (hasOverview() ? index - 1 : index) * viewPixels();
        float[] values = new float[viewPixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tiles[from + i] & 0xff;
        }
        return values;
    }

    /** The picture that the tiles of the grid were cut from: [rows * side, columns * side, 3]. */
    byte[] joined() {
        byte[] picture = new byte[Math.multiplyExact(columns * rows, viewPixels())];
        int line = side * 3;
        for (int y = 0; y < rows * side; y++) {
            for (int column = 0; column < columns; column++) {
                int tile = y / side * columns + column;
                System.arraycopy(tiles, (tile * side + y % side) * line, picture, (y * columns + column) * line, line);
            }
        }
        return picture;
    }
}
