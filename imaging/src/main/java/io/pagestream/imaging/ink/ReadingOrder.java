package io.pagestream.imaging.ink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Puts lines into the order in which they are read: a page that a gutter divides from top to bottom is read column by column,
 * any other is cut at its widest gap between lines, and both parts alike. Recursive X-Y cut: Nagy and Seth 1984.
 */
final class ReadingOrder {

    private static final double GUTTER = 1.2; // sizes of a letter
    private static final double NARROWEST = 5; // a column is wider than so many letters; the numbers of a list are not
    private static final int LEAST_LINES = 2;

    private ReadingOrder() {}

    static List<InkLine> of(List<InkLine> lines) {
        List<InkLine> ordered = new ArrayList<>(lines.size());
        List<List<InkLine>> open = new ArrayList<>(); // a stack: a page may be cut as often as it has lines
        open.add(lines);
        while (!open.isEmpty()) {
            List<InkLine> part = open.remove(open.size() - 1);
            if (part.size() < 2) {
                ordered.addAll(part);
                continue;
            }
            int cut = gutter(part);
            boolean isColumn = cut > 0;
            List<InkLine> sorted = isColumn ? byLeft(part) : byTop(part);
            cut = isColumn
                    ? cut
                    : widestGap(
                            sorted, line -> line.box().top(), line -> line.box().bottom());
            open.add(sorted.subList(cut, sorted.size()));
            open.add(sorted.subList(0, cut));
        }
        return List.copyOf(ordered);
    }

    private static List<InkLine> byLeft(List<InkLine> lines) {
        return sorted(lines, Comparator.comparingInt(line -> line.box().left()));
    }

    private static List<InkLine> byTop(List<InkLine> lines) {
        return sorted(
                lines,
                Comparator.<InkLine>comparingInt(
                                line -> line.box().top() + line.box().bottom())
                        .thenComparingInt(line -> line.box().left()));
    }

    private static List<InkLine> sorted(List<InkLine> lines, Comparator<InkLine> order) {
        List<InkLine> sorted = new ArrayList<>(lines);
        sorted.sort(order);
        return sorted;
    }

    /** How many lines stand left of the widest gutter; 0 when there is none. */
    private static int gutter(List<InkLine> lines) {
        List<InkLine> sorted = byLeft(lines);
        int cut =
                widestGap(sorted, line -> line.box().left(), line -> line.box().right());
        int right = sorted.subList(0, cut).stream()
                .mapToInt(line -> line.box().right())
                .max()
                .orElseThrow();
        double size = lines.stream().mapToDouble(InkLine::size).average().orElseThrow();
        boolean isWide = sorted.get(cut).box().left() - right >= GUTTER * size;
        return isWide && isColumn(sorted.subList(0, cut), size) && isColumn(sorted.subList(cut, sorted.size()), size)
                ? cut
                : 0;
    }

    private static boolean isColumn(List<InkLine> lines, double size) {
        return lines.size() >= LEAST_LINES
                && lines.stream().mapToInt(line -> line.box().width()).max().orElseThrow() >= NARROWEST * size;
    }

    /** How many of the sorted lines lie before the widest gap, at least 1; gaps may be negative. */
    private static int widestGap(List<InkLine> sorted, ToIntFunction<InkLine> start, ToIntFunction<InkLine> end) {
        int cut = 1;
        int widest = Integer.MIN_VALUE;
        int reached = end.applyAsInt(sorted.get(0));
        for (int i = 1; i < sorted.size(); i++) {
            int gap = start.applyAsInt(sorted.get(i)) - reached;
            if (gap > widest) {
                widest = gap;
                cut = i;
            }
            reached = Math.max(reached, end.applyAsInt(sorted.get(i)));
        }
        return cut;
    }
}
