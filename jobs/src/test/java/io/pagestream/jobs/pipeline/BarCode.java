package io.pagestream.jobs.pipeline;

import io.pagestream.imaging.tile.TileBatch;

/**
 * A picture that says which page of which document it is, for a model that is none to read: eight by five squares inside a
 * white margin, dark for a one; 20 bits of the document, 12 of the page, 8 of a checksum. Whoever mixes up two pages, their
 * pixels or their texts is found out.
 */
public final class BarCode {

    public static final int COLUMNS = 8;
    public static final int ROWS = 5;

    /** Share of the width, and of the height, that is white on each side. */
    public static final double MARGIN = 0.1;

    private static final int DOCUMENTS = 1 << 20;
    private static final int PAGES = 1 << 12;
    private static final int DARK = 128;

    private BarCode() {}

    /** Bit {@code row * COLUMNS + column} is the square there. */
    public static long of(int document, int page) {
        if (document < 0 || document >= DOCUMENTS || page < 0 || page >= PAGES) {
            throw new IllegalArgumentException("no bar code for page " + page + " of document " + document);
        }
        long number = (long) document << 12 | page;
        return number | (long) checksum(number) << 32;
    }

    public static boolean isDark(long code, int column, int row) {
        return (code >>> (row * COLUMNS + column) & 1) == 1;
    }

    /** What a reader writes about the page. */
    public static String text(int document, int page) {
        return "document " + document + " page " + page;
    }

    /** Reads the last tile, which shows the whole page; what is no bar code is said to be none. */
    static String read(TileBatch tiles) {
        int side = tiles.side();
        int start = (tiles.count() - 1) * side * side * 3;
        long code = 0;
        for (int bit = 0; bit < COLUMNS * ROWS; bit++) {
            int x = middle(bit % COLUMNS, COLUMNS, side);
            int y = middle(bit / COLUMNS, ROWS, side);
            int green = tiles.pixels()[start + (y * side + x) * 3 + 1] & 0xFF;
            code |= green < DARK ? 1L << bit : 0;
        }
        long number = code & 0xFFFFFFFFL;
        return code >>> 32 == checksum(number)
                ? text((int) (number >>> 12), (int) (number & 0xFFF))
                : "no bar code, but " + Long.toHexString(code);
    }

    private static int middle(int square, int squares, int side) {
        return (int) (side * (MARGIN + (1 - 2 * MARGIN) * (square + 0.5) / squares));
    }

    /** Never that of an empty page. */
    private static int checksum(long number) {
        return (Long.hashCode(number * 0x9E3779B97F4A7C15L) & 0xFF) ^ 0x5A;
    }
}
