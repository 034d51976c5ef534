package io.pagestream.imaging.ink;

/**
 * The colour of the paper around each place: the median of a square of cells, so that shadows, stains and coloured paper are
 * paper, and letters are not.
 */
final class Background {

    static final int CELL = 16;

    private final int columns;
    private final int rows;
    private final int[] paper; // [rows * columns]

    private Background(int columns, int rows, int[] paper) {
        this.columns = columns;
        this.rows = rows;
        this.paper = paper;
    }

    static Background of(short[] channel, int width, int height) {
        int columns = Math.max(1, width / CELL);
        int rows = Math.max(1, height / CELL);
        int[][] counts = new int[columns * rows][];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                counts[row * columns + column] = count(channel, width, height, column, row, columns, rows);
            }
        }
        int[] paper = new int[columns * rows];
        int[] sum = new int[64];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                java.util.Arrays.fill(sum, 0);
                for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
                    for (int x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
                        for (int i = 0; i < sum.length; i++) {
                            sum[i] += counts[y * columns + x][i];
                        }
                    }
                }
                paper[row * columns + column] = median(sum);
            }
        }
        return new Background(columns, rows, paper);
    }

    /** In steps of four: finer than any ink. The last cells take what is left over. */
    private static int[] count(short[] channel, int width, int height, int column, int row, int columns, int rows) {
        int[] counts = new int[64];
        int bottom = row == rows - 1 ? height : (row + 1) * CELL;
        int right = column == columns - 1 ? width : (column + 1) * CELL;
        for (int y = row * CELL; y < bottom; y++) {
            for (int x = column * CELL; x < right; x++) {
                counts[channel[y * width + x] >> 2]++;
            }
        }
        return counts;
    }

    private static int median(int[] counts) {
        int all = 0;
        for (int count : counts) {
            all += count;
        }
        int level = 0;
        for (int seen = counts[0]; seen * 2 < all; seen += counts[level]) {
            level++;
        }
        return level * 4 + 2;
    }

    /** Raises {@code contrast} [height * width] to how much {@code channel} differs from the paper, where that is more. */
    void contrast(short[] channel, int width, int height, short[] contrast) {
        for (int y = 0; y < height; y++) {
            int cells = Math.min(rows - 1, y / CELL) * columns;
            for (int column = 0; column < columns; column++) {
                int right = column == columns - 1 ? width : (column + 1) * CELL;
                contrast(channel, y * width + column * CELL, y * width + right, paper[cells + column], contrast);
            }
        }
    }

    private static void contrast(short[] channel, int from, int to, int paper, short[] contrast) {
        for (int i = from; i < to; i++) {
            contrast[i] = (short) Math.max(contrast[i], Math.abs(channel[i] - paper));
        }
    }
}
