package io.pagestream.imaging.decode.jpeg2000;

/**
 * A sub-band of a component of a tile.
 *
 * @param horizontal 1 when it holds the high frequencies across
 * @param vertical 1 when it holds the high frequencies down
 * @param index 0 for the lowest, then three for each resolution
 * @param x0,y0,x1,y1 its corners in its own coordinates
 */
record Band(int horizontal, int vertical, int index, int x0, int y0, int x1, int y1) {

    static Band of(int horizontal, int vertical, int index, int shift, int[] tile) {
        return new Band(
                horizontal,
                vertical,
                index,
                corner(tile[0], horizontal, shift),
                corner(tile[1], vertical, shift),
                corner(tile[2], horizontal, shift),
                corner(tile[3], vertical, shift));
    }

    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }

    /** Equation B-15. */
    private static int corner(int at, int high, int shift) {
        long moved = at - (shift == 0 ? 0 : (long) high << (shift - 1));
        return (int) (moved + (1L << shift) - 1 >> shift);
    }
}
