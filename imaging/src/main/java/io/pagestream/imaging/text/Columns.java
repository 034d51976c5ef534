package io.pagestream.imaging.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Splits a page into parts that are read one after the other: what is above two columns, the left one, the right one, what
 * is below. A gutter is a strip that no piece crosses, with full lines on both sides; the one with the most lines beside
 * it is taken first, and each part is split again. What has gutters but no full lines beside them is a table or a form,
 * and is read by rows.
 */
final class Columns {

    private static final double GUTTER = 0.8; // of the font's size
    private static final int LEAST_LINES = 3;
    private static final double LEAST_FULL = 0.55;
    private static final double LEAST_WIDTH = 8; // of the font's size
    private static final double PAPER_WIDTH = 18; // of the font's size
    private static final int MANY_LINES = 8;
    private static final int DEEPEST = 12;

    private Columns() {}

    static List<List<Piece>> parts(List<Piece> pieces) {
        List<List<Piece>> parts = new ArrayList<>();
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparingDouble((Piece piece) -> piece.box().top()));
        split(sorted, parts, 0);
        return parts;
    }

    private static void split(List<Piece> pieces, List<List<Piece>> parts, int depth) {
        if (pieces.isEmpty()) {
            return;
        }
        Band band = depth == DEEPEST ? Band.NONE : best(pieces);
        if (band.lines == 0) {
            parts.add(pieces);
            return;
        }
        List<Piece> left = new ArrayList<>();
        List<Piece> right = new ArrayList<>();
        for (Piece piece : pieces.subList(band.from, band.to)) {
            (piece.box().right() <= band.x ? left : right).add(piece);
        }
        split(pieces.subList(0, band.from), parts, depth + 1);
        split(left, parts, depth + 1);
        split(right, parts, depth + 1);
        split(pieces.subList(band.to, pieces.size()), parts, depth + 1);
    }

    private static Band best(List<Piece> pieces) {
        double gutter = GUTTER * Row.mainSize(pieces);
        TreeSet<Long> places = new TreeSet<>();
        pieces.forEach(piece -> places.add(Math.round(piece.box().right() + gutter / 2)));
        Band best = Band.NONE;
        for (long x : places) {
            best = best(pieces, x, gutter / 2, best);
        }
        return best;
    }

    /** The longest stretch of pieces, from the top, of which none comes nearer to {@code x} than {@code half}. */
    private static Band best(List<Piece> pieces, double x, double half, Band known) {
        Band best = known;
        int from = 0;
        for (int i = 0; i <= pieces.size(); i++) {
            boolean ends = i == pieces.size() || crosses(pieces.get(i).box(), x, half - 0.5);
            if (ends) {
                Band band = i - from < 2 * LEAST_LINES ? Band.NONE : band(pieces, from, i, x);
                best = band.lines > best.lines ? band : best;
                from = i + 1;
            }
        }
        return best;
    }

    private static boolean crosses(Region box, double x, double half) {
        return box.left() < x + half && box.right() > x - half;
    }

    private static Band band(List<Piece> pieces, int from, int to, double x) {
        List<Piece> left = new ArrayList<>();
        List<Piece> right = new ArrayList<>();
        for (Piece piece : pieces.subList(from, to)) {
            (piece.box().right() <= x ? left : right).add(piece);
        }
        if (left.size() < LEAST_LINES || right.size() < LEAST_LINES) {
            return Band.NONE;
        }
        Side one = Side.of(left);
        Side other = Side.of(right);
        boolean columns = one.isFull() && other.isFull() || one.isOfPaper() && other.isOfPaper();
        return columns ? new Band(from, to, x, Math.min(left.size(), right.size())) : Band.NONE;
    }

    /**
     * What lies on one side of a gutter. Lines of a column mostly reach from its one side to its other; cells of a table do not.
     *
     * @param ems width, of the font's size
     * @param lines of any length
     * @param full lines that reach from one side to the other
     * @param letters share of the letters in full lines
     */
    private record Side(double ems, int lines, int full, double letters) {

        static Side of(List<Piece> pieces) {
            Region all = Region.around(pieces.stream().map(Piece::box).toList());
            List<Piece> full = pieces.stream()
                    .filter(piece -> piece.box().width() > LEAST_FULL * all.width())
                    .toList();
            double ems = all.width() / Row.mainSize(pieces);
            return new Side(ems, pieces.size(), full.size(), (double) Columns.letters(full) / Columns.letters(pieces));
        }

        boolean isFull() {
            return ems > LEAST_WIDTH && full * 2 > lines;
        }

        /** As wide as a column of a paper: it may hold a figure with many short words, or a small table. */
        boolean isOfPaper() {
            return ems > PAPER_WIDTH && full >= MANY_LINES && letters > 0.5;
        }
    }

    private static long letters(List<Piece> pieces) {
        return pieces.stream().mapToLong(Piece::letters).sum();
    }

    /** A stretch of pieces with a gutter at {@code x}. */
    private record Band(int from, int to, double x, int lines) {
        static final Band NONE = new Band(0, 0, 0, 0);
    }
}
