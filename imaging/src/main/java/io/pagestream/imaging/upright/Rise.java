package io.pagestream.imaging.upright;

import io.pagestream.imaging.ink.Mark;
import io.pagestream.imaging.ink.MarkRow;
import java.util.List;

/**
 * How many letters of a page rise above the small ones of their line, and how many hang below.
 *
 * <p>In Latin script far more letters rise (b, d, f, h, k, l, t, capitals, digits) than hang (g, p, q, y), so that it shows which
 * side is up: after Bloomberg, Kopec, Dasari, "Measuring document image
 * skew and orientation", 1995. A letter counts only if its other end stands on the line, so that brackets, accents and
 * patches of joined letters do not.
 *
 * @param up letters that rise
 * @param down letters that hang
 * @param letters marks of the lines that were looked at
 */
record Rise(int up, int down, int letters) {

    private static final int LETTERS_OF_A_LINE = 6;
    private static final int LOWEST = 4; // pixels of a small letter
    private static final double ON_THE_LINE = 0.12;
    private static final double LEAST = 0.2;
    private static final double MOST = 1.1;

    private static final double CLEAR_SHARE = 0.1;
    private static final double CLEAR_HANGING = 0.18; // Cyrillic and Greek, upright, have up to 0.15
    private static final double CLEAR_RATIO = 2;
    private static final double CLEAR_DEVIATIONS = 3;

    static Rise of(List<MarkRow> lines) {
        int up = 0;
        int down = 0;
        int letters = 0;
        for (MarkRow line : lines) {
            if (line.marks().size() >= LETTERS_OF_A_LINE) {
                Rise rise = of(line);
                up += rise.up;
                down += rise.down;
                letters += rise.letters;
            }
        }
        return new Rise(up, down, letters);
    }

    private static Rise of(MarkRow line) {
        int top = mostCommon(line.marks().stream().mapToInt(Mark::top).toArray());
        int bottom = mostCommon(line.marks().stream().mapToInt(Mark::bottom).toArray());
        int height = bottom - top;
        if (height < LOWEST) {
            return new Rise(0, 0, 0);
        }
        int up = 0;
        int down = 0;
        for (Mark mark : line.marks()) {
            up += isEnd(top - mark.top(), mark.bottom() - bottom, height) ? 1 : 0;
            down += isEnd(mark.bottom() - bottom, top - mark.top(), height) ? 1 : 0;
        }
        return new Rise(up, down, line.marks().size());
    }

    private static boolean isEnd(int beyond, int otherEnd, int height) {
        return Math.abs(otherEnd) <= Math.max(1, ON_THE_LINE * height)
                && beyond >= Math.max(2, LEAST * height)
                && beyond <= MOST * height;
    }

    /** The value that most have, give or take a pixel. */
    private static int mostCommon(int[] values) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        int[] counts = new int[most - least + 3];
        for (int value : values) {
            counts[value - least + 1]++;
        }
        int best = 1;
        for (int i = 2; i < counts.length - 1; i++) {
            best = around(counts, i) > around(counts, best) ? i : best;
        }
        return best - 1 + least;
    }

    private static int around(int[] counts, int i) {
        return counts[i - 1] + 2 * counts[i] + counts[i + 1];
    }

    /** By how many standard deviations of chance more letters rise than hang; negative when more hang. */
    double evidence() {
        return (up - down) / Math.sqrt(Math.max(1, up + down));
    }

    /** Whether a page whose lines are level stands on its head, beyond doubt, and is not of a script with many letters that hang. */
    boolean isOnHead() {
        return isClear() && down > up && down >= CLEAR_HANGING * letters;
    }

    /** Whether the letters say which side is up, of a page that lies on a side and that nobody can read as it is. */
    boolean isClear() {
        int more = Math.max(up, down);
        return Math.abs(evidence()) >= CLEAR_DEVIATIONS
                && more >= CLEAR_SHARE * letters
                && more >= CLEAR_RATIO * Math.min(up, down);
    }
}
