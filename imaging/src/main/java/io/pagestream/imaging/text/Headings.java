package io.pagestream.imaging.text;

import java.util.List;
import java.util.Set;

/**
 * Which lines are headings, and of which level: larger than most letters of the page, or bold, and short.
 *
 * @param body the size that most letters have
 * @param sizes of all lines, from the largest
 */
record Headings(double body, Set<Double> sizes) {

    private static final double LARGER = 1.14;
    private static final int MOST_LETTERS = 160;
    private static final int LEAST_LETTERS = 3;
    private static final int DEEPEST = 3;

    boolean isHeading(Row row) {
        return !row.isCells()
                && !row.isBullet()
                && (row.size() >= LARGER * body || row.isBold() && row.size() >= body - 0.5);
    }

    /** Whether these lines that stand together are one heading, and no paragraph in large letters. */
    boolean isHeading(List<Row> rows, String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        boolean sentence = text.endsWith(".") && !large(rows);
        return letters >= LEAST_LETTERS
                && text.length() <= MOST_LETTERS
                && !sentence
                && rows.size() <= (large(rows) ? 4 : 2)
                && rows.stream().allMatch(this::isHeading);
    }

    private boolean large(List<Row> rows) {
        return rows.get(0).size() >= LARGER * body;
    }

    /** 1 for the largest of the page; bold lines in the size of the text are of the deepest level. */
    String marks(Row row) {
        int level = 1;
        for (double size : sizes) {
            if (size <= row.size() || size < LARGER * body) {
                break;
            }
            level++;
        }
        return "#".repeat(large(List.of(row)) ? Math.min(DEEPEST, level) : DEEPEST) + " ";
    }
}
