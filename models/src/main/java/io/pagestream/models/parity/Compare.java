package io.pagestream.models.parity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Compares what was found with what was expected, and says where the worst or the first difference is. */
public final class Compare {

    private Compare() {}

    /**
     * Numbers, each within {@code tolerance}; the worst one is named. What is no number is never near.
     *
     * @param columns of a row, to say where
     */
    public static Optional<ParityFinding> near(
            String what, float[] found, float[] expected, int columns, float tolerance) {
        if (found.length != expected.length) {
            return count(what, found.length, expected.length);
        }
        int worst = -1;
        double most = tolerance;
        for (int i = 0; i < found.length; i++) {
            double away = Math.abs((double) found[i] - expected[i]);
            if (!Float.isFinite(found[i])) {
                worst = i;
                break;
            }
            if (away > most) {
                worst = i;
                most = away;
            }
        }
        return worst < 0
                ? Optional.empty()
                : Optional.of(new ParityFinding(
                        what,
                        "row " + worst / columns + ", column " + worst % columns,
                        Float.toString(expected[worst]),
                        Float.toString(found[worst]),
                        Tolerances.number(tolerance)));
    }

    /** Rows of numbers that point into the same direction; the first one that does not is named. */
    static Optional<ParityFinding> direction(
            String what, float[] found, float[] expected, int columns, double leastCosine) {
        if (found.length != expected.length) {
            return count(what, found.length, expected.length);
        }
        for (int row = 0; row < found.length / columns; row++) {
            double cosine = cosine(found, expected, row * columns, (row + 1) * columns);
            // Written so that NaN is a difference.
            if (!(cosine > leastCosine)) {
                return Optional.of(new ParityFinding(
                        what,
                        "row " + row,
                        "cosine 1",
                        String.format(Locale.ROOT, "cosine %.6f", cosine),
                        "over " + leastCosine));
            }
        }
        return Optional.empty();
    }

    private static double cosine(float[] a, float[] b, int from, int to) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = from; i < to; i++) {
            product += (double) a[i] * b[i];
            first += (double) a[i] * a[i];
            second += (double) b[i] * b[i];
        }
        return product / Math.sqrt(first * second);
    }

    /** Ids, all equal; the first other one is named. */
    static Optional<ParityFinding> ids(String what, int[] found, int[] expected) {
        int at = Arrays.mismatch(found, expected);
        return at < 0
                ? Optional.empty()
                : Optional.of(new ParityFinding(what, "at " + at, at(expected, at), at(found, at), ParityFinding.NONE));
    }

    private static String at(int[] ids, int index) {
        return index < ids.length ? Integer.toString(ids[index]) : "the end after " + ids.length;
    }

    /** Bytes, all equal; the first other one is named. */
    static Optional<ParityFinding> bytes(String what, String where, byte[] found, byte[] expected) {
        if (found.length != expected.length) {
            return count(what + " of " + where, found.length, expected.length);
        }
        int at = Arrays.mismatch(found, expected);
        return at < 0
                ? Optional.empty()
                : Optional.of(new ParityFinding(
                        what,
                        "of " + where + " at byte " + at,
                        Integer.toString(expected[at] & 0xff),
                        Integer.toString(found[at] & 0xff),
                        ParityFinding.NONE));
    }

    /** Texts, equal; the place of the first other character is named. */
    static Optional<ParityFinding> text(String what, String found, String expected) {
        if (found.equals(expected)) {
            return Optional.empty();
        }
        int at = Arrays.mismatch(found.toCharArray(), expected.toCharArray());
        return Optional.of(new ParityFinding(
                what, "at character " + at, quoted(expected, at), quoted(found, at), ParityFinding.NONE));
    }

    private static String quoted(String text, int at) {
        return '"' + text.substring(at, Math.min(text.length(), at + 20)) + '"';
    }

    static Optional<ParityFinding> count(String what, int found, int expected) {
        return Optional.of(new ParityFinding(
                what, "in number", Integer.toString(expected), Integer.toString(found), ParityFinding.NONE));
    }
}
