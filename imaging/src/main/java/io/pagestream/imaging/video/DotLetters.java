package io.pagestream.imaging.video;

/** The letters of the labels in a montage: five by seven dots in a line of 40 pixels. */
final class DotLetters {

    private static final int DOT = 4;
    private static final int ADVANCE = 24;
    private static final int ABOVE = 6;

    private static final String LETTERS = " <>IMAGE0123456789";

    /** Seven rows for each letter, the leftmost dot in bit 4. */
    private static final int[][] ROWS = {
        {0, 0, 0, 0, 0, 0, 0},
        {2, 4, 8, 16, 8, 4, 2},
        {8, 4, 2, 1, 2, 4, 8},
        {14, 4, 4, 4, 4, 4, 14},
        {17, 27, 21, 21, 17, 17, 17},
        {14, 17, 17, 31, 17, 17, 17},
        {14, 17, 16, 23, 17, 17, 15},
        {31, 16, 16, 30, 16, 16, 31},
        {14, 17, 19, 21, 25, 17, 14},
        {4, 12, 4, 4, 4, 4, 14},
        {14, 17, 1, 2, 4, 8, 31},
        {31, 2, 4, 2, 1, 17, 14},
        {2, 6, 10, 18, 31, 2, 2},
        {31, 16, 30, 1, 1, 17, 14},
        {6, 8, 16, 30, 17, 17, 14},
        {31, 1, 2, 4, 8, 8, 8},
        {14, 17, 17, 14, 17, 17, 14},
        {14, 17, 17, 15, 1, 2, 12},
    };

    interface Dots {
        /** A black square with its upper left corner at {@code x}, {@code y}. */
        void square(int x, int y, int side);
    }

    private DotLetters() {}

    static void draw(String text, Dots dots) {
        for (int i = 0; i < text.length(); i++) {
            int[] rows = ROWS[LETTERS.indexOf(text.charAt(i))];
            for (int row = 0; row < rows.length; row++) {
                for (int column = 0; column < 5; column++) {
                    if ((rows[row] >> (4 - column) & 1) != 0) {
                        dots.square(i * ADVANCE + column * DOT, ABOVE + row * DOT, DOT);
                    }
                }
            }
        }
    }
}
