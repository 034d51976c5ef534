package io.pagestream.operators.recognize;

import io.pagestream.imaging.ink.InkLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Which lines of ink are which lines of text, told from their order and their widths alone.
 *
 * <p>Both run in the same order; a line of text stands for one line of ink, for several that follow each other (a paragraph
 * that was written into one line, a row of a table), or for none; ink without text is left over. How probable each pairing is,
 * over all ways to pair the rest, comes from the forward and backward sums of a hidden Markov model (Rabiner 1989); a pairing
 * that is not far more probable than all others together is not made. So where two lines of a paragraph are alike and one is
 * missing, neither is guessed.
 */
final class LineAlignment {

    /** Lines of text times lines of ink; above, nothing is aligned. */
    static final int MOST_PAIRS = 40_000;

    private static final int MOST_JOINED = 24;
    private static final double HOPELESS = -40; // a logarithm that adds nothing to a sum
    private static final double SURE = 0.9;
    private static final double TEXT_LEFT = Math.log(0.02); // a line of text without ink
    private static final double INK_LEFT = Math.log(0.03); // a line of ink without text
    private static final double JOINED = Math.log(0.25); // each further line of ink for one of text

    private final double[] text; // [lines], logarithms of widths in letters
    private final double[] variance; // [lines], of the logarithm of the ratio of widths
    private final double[] spread; // [lines], what a wide normal curve is lower by
    private final double[][]
            ink; // [ink + 1][joined + 1], logarithms of the widths of so many lines that end there, in sizes
    private final double scale; // logarithm of the sizes for a letter

    private LineAlignment(double[] widths, double[][] ink, double scale) {
        this.text = DoubleStream.of(widths).map(Math::log).toArray();
        this.variance = DoubleStream.of(widths)
                .map(width -> 0.07 * 0.07 + 0.5 / (width + 1))
                .toArray();
        this.spread = DoubleStream.of(variance)
                .map(v -> 0.5 * Math.log(2 * Math.PI * v))
                .toArray();
        this.ink = ink;
        this.scale = Math.log(scale);
    }

    private static double[][] joined(List<InkLine> lines) {
        double[][] ink = new double[lines.size() + 1][];
        ink[0] = new double[1];
        for (int end = 1; end <= lines.size(); end++) {
            ink[end] = new double[mostJoined(lines, end) + 1];
            double width = 0;
            for (int count = 1; count < ink[end].length; count++) {
                InkLine line = lines.get(end - count);
                width += line.box().width() / line.size();
                ink[end][count] = Math.log(width);
            }
        }
        return ink;
    }

    /**
     * A pairing of one line of text.
     *
     * @param first line of ink
     * @param count lines of ink
     * @param probability 0 to 1
     */
    record Pairing(int first, int count, double probability) {

        static final Pairing NONE = new Pairing(0, 0, 0);
    }

    /**
     * @param widths of the lines of text, each above 0
     * @param ink in the same order
     * @param likelihood logarithm; larger when order and widths explain each other better
     * @param pairings [widths], {@link Pairing#NONE} where none is sure
     */
    record Result(double likelihood, List<Pairing> pairings) {}

    static Result of(double[] widths, List<InkLine> ink) {
        if (widths.length == 0 || ink.isEmpty() || (long) widths.length * ink.size() > MOST_PAIRS) {
            return new Result(Double.NEGATIVE_INFINITY, Collections.nCopies(widths.length, Pairing.NONE));
        }
        double[][] joined = joined(ink);
        LineAlignment best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (double scale = 0.45; scale < 1.4; scale *= 1.1) {
            LineAlignment tried = new LineAlignment(widths, joined, scale);
            double likelihood = tried.forward()[widths.length][ink.size()];
            if (likelihood > most) {
                most = likelihood;
                best = tried;
            }
        }
        return best == null
                ? new Result(most, Collections.nCopies(widths.length, Pairing.NONE))
                : new Result(most, best.pairings());
    }

    /** [text + 1][ink + 1]: the logarithm of the weight of all ways to pair what lies before. */
    private double[][] forward() {
        double[][] sums = new double[text.length + 1][ink.length];
        for (int t = 0; t <= text.length; t++) {
            for (int i = 0; i < ink.length; i++) {
                double sum = t == 0 && i == 0 ? 0 : Double.NEGATIVE_INFINITY;
                sum = t == 0 ? sum : plus(sum, sums[t - 1][i] + TEXT_LEFT);
                sum = i == 0 ? sum : plus(sum, sums[t][i - 1] + INK_LEFT);
                for (int count = 1; t > 0 && count < ink[i].length; count++) {
                    sum = plus(sum, sums[t - 1][i - count] + weight(t - 1, i, count));
                }
                sums[t][i] = sum;
            }
        }
        return sums;
    }

    /** The same of what lies behind. */
    private double[][] backward() {
        double[][] sums = new double[text.length + 1][ink.length];
        for (double[] row : sums) {
            Arrays.fill(row, Double.NEGATIVE_INFINITY);
        }
        sums[text.length][ink.length - 1] = 0;
        for (int t = text.length; t >= 0; t--) {
            for (int i = ink.length - 1; i >= 0; i--) {
                if (t > 0) {
                    sums[t - 1][i] = plus(sums[t - 1][i], sums[t][i] + TEXT_LEFT);
                }
                if (i > 0) {
                    sums[t][i - 1] = plus(sums[t][i - 1], sums[t][i] + INK_LEFT);
                }
                for (int count = 1; t > 0 && count < ink[i].length; count++) {
                    sums[t - 1][i - count] = plus(sums[t - 1][i - count], sums[t][i] + weight(t - 1, i, count));
                }
            }
        }
        return sums;
    }

    private List<Pairing> pairings() {
        double[][] before = forward();
        double[][] behind = backward();
        double all = before[text.length][ink.length - 1];
        List<Pairing> pairings = new ArrayList<>();
        for (int t = 0; t < text.length; t++) {
            Pairing best = Pairing.NONE;
            for (int end = 1; end < ink.length; end++) {
                for (int count = 1; count < ink[end].length; count++) {
                    double probability =
                            Math.exp(before[t][end - count] + weight(t, end, count) + behind[t + 1][end] - all);
                    best = probability > best.probability() ? new Pairing(end - count, count, probability) : best;
                }
            }
            pairings.add(best.probability() >= SURE ? best : Pairing.NONE);
        }
        return pairings;
    }

    /** How many lines that end before {@code end} may stand for one line of text. */
    private static int mostJoined(List<InkLine> ink, int end) {
        int count = 1;
        while (count < MOST_JOINED && count < end && goesOn(ink.get(end - count - 1), ink.get(end - count))) {
            count++;
        }
        return count;
    }

    /** Below and of the same print, as in a paragraph; or beside, as in a row of a table. */
    private static boolean goesOn(InkLine line, InkLine next) {
        double size = Math.max(line.size(), next.size());
        boolean beside = next.box().left() >= line.box().right() && level(line, next) > 0.4 * size;
        boolean below = next.box().top() + next.box().bottom()
                        > line.box().top() + line.box().bottom()
                && next.box().top() - line.box().bottom() < 2.5 * size
                && Math.min(line.box().right(), next.box().right())
                        > Math.max(line.box().left(), next.box().left());
        return (beside || below) && size < 1.5 * Math.min(line.size(), next.size());
    }

    private static int level(InkLine line, InkLine next) {
        return Math.min(line.box().bottom(), next.box().bottom())
                - Math.max(line.box().top(), next.box().top());
    }

    /** Normal in the logarithm of the widths' ratio; a short line's width says less about it. */
    private double weight(int line, int end, int count) {
        double off = ink[end][count] - text[line] - scale;
        return -off * off / (2 * variance[line]) - spread[line] + (count - 1) * JOINED;
    }

    private static double plus(double a, double b) {
        double more = Math.max(a, b);
        double less = Math.min(a, b);
        return less - more > HOPELESS ? more + Math.log1p(Math.exp(less - more)) : more;
    }
}
