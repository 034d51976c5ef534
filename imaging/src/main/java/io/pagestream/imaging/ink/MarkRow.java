package io.pagestream.imaging.ink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Marks that stand beside each other as the letters of a line do; the gap between two columns ends a line.
 *
 * @param box around all of them
 * @param marks from left to right
 */
public record MarkRow(Mark box, List<Mark> marks) {

    private static final double BESIDE = 0.4; // of the lower mark's height lies level with the higher one
    private static final double ALIKE = 3.5; // times higher: a bracket and a letter, no longer a rule and a letter
    private static final double GAP = 1.7; // heights between two words; columns stand further apart
    private static final double SMALL = 0.45; // of the usual height: points, accents, commas
    private static final double LOW = 0.65; // of the usual height: commas and quotes of bold or old typefaces

    /** The lines of level text, in the order of their first marks; small marks join the line that they stand in. */
    public static List<MarkRow> of(List<Mark> marks) {
        if (marks.isEmpty()) {
            return List.of();
        }
        int usual = usualHeight(marks);
        List<Mark> letters = new ArrayList<>();
        List<Mark> small = new ArrayList<>();
        for (Mark mark : marks) {
            (mark.height() < SMALL * usual && mark.width() < 2 * usual ? small : letters).add(mark);
        }
        List<MarkRow> lines = joined(letters, usual);
        return withSmall(lines, small);
    }

    /** The height that as much ink is lower than as higher, by the width of the marks. */
    private static int usualHeight(List<Mark> marks) {
        int[] heights = marks.stream().mapToInt(Mark::height).sorted().toArray();
        return Math.max(1, heights[(int) (heights.length * 0.6)]);
    }

    private static List<MarkRow> joined(List<Mark> letters, int usual) {
        Mark[] sorted = letters.toArray(Mark[]::new);
        Arrays.sort(sorted, Comparator.comparingInt(Mark::left).thenComparingInt(Mark::top));
        int[] group = new int[sorted.length];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
        }
        for (int i = 0; i < sorted.length; i++) {
            int next = neighbour(sorted, i, usual);
            if (next >= 0) {
                group[root(group, next)] = root(group, i);
            }
        }
        List<List<Mark>> groups = new ArrayList<>();
        int[] place = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            int root = root(group, i);
            if (place[root] == 0) {
                groups.add(new ArrayList<>());
                place[root] = groups.size();
            }
            groups.get(place[root] - 1).add(sorted[i]);
        }
        return groups.stream().map(MarkRow::around).toList();
    }

    private static int root(int[] group, int i) {
        while (group[i] != i) {
            group[i] = group[group[i]];
            i = group[i];
        }
        return i;
    }

    /** The nearest mark to the right in the same line, or -1. */
    private static int neighbour(Mark[] sorted, int i, int usual) {
        Mark mark = sorted[i];
        int nearest = -1;
        double least = Double.MAX_VALUE;
        for (int j = i + 1; j < sorted.length; j++) {
            Mark other = sorted[j];
            int gap = other.left() - mark.right();
            double reach = GAP * Math.max(usual, Math.min(4 * usual, mark.height()));
            if (gap > reach) {
                break;
            }
            if (gap < least
                    && gap <= GAP * Math.max(usual * 0.8, Math.min(mark.height(), other.height()))
                    && isBeside(mark, other)) {
                least = gap;
                nearest = j;
            }
        }
        return nearest;
    }

    private static boolean isBeside(Mark a, Mark b) {
        int level = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        int lower = Math.min(a.height(), b.height());
        int higher = Math.max(a.height(), b.height());
        return level >= BESIDE * lower && higher <= ALIKE * lower;
    }

    private static MarkRow around(List<Mark> marks) {
        return new MarkRow(Mark.around(marks), List.copyOf(marks));
    }

    /** A point belongs to the line whose band, half a line higher and lower, it lies in; of two the nearer. */
    private static List<MarkRow> withSmall(List<MarkRow> lines, List<Mark> small) {
        List<List<Mark>> all = new ArrayList<>();
        for (MarkRow line : lines) {
            all.add(new ArrayList<>(line.marks()));
        }
        for (Mark mark : small) {
            int line = nearest(lines, mark);
            if (line >= 0) {
                all.get(line).add(mark);
            }
        }
        return all.stream().map(MarkRow::around).toList();
    }

    private static int nearest(List<MarkRow> lines, Mark mark) {
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < lines.size(); i++) {
            Mark box = lines.get(i).box();
            int reach = box.height();
            int above = Math.max(box.top() - mark.bottom(), mark.top() - box.bottom());
            int aside = Math.max(box.left() - mark.right(), mark.left() - box.right());
            int away = Math.max(0, above) + Math.max(0, aside);
            if (above <= reach * 0.3 && aside <= reach && away < least) {
                least = away;
                best = i;
            }
        }
        return best;
    }

    /**
     * The same lines, but low ones as short as a letter are part of the line that they stand in: commas and quotes that are
     * no small marks, and lie too little beside a letter to be its neighbours.
     */
    static List<MarkRow> withLow(List<MarkRow> lines) {
        if (lines.isEmpty()) {
            return lines;
        }
        int usual = usualHeight(
                lines.stream().flatMap(line -> line.marks().stream()).toList());
        List<MarkRow> high = new ArrayList<>();
        List<MarkRow> low = new ArrayList<>();
        for (MarkRow line : lines) {
            Mark box = line.box();
            (box.height() < LOW * usual && box.width() < 2 * usual ? low : high).add(line);
        }
        List<List<Mark>> all = new ArrayList<>();
        for (MarkRow line : high) {
            all.add(new ArrayList<>(line.marks()));
        }
        for (MarkRow line : low) {
            int nearest = nearest(high, line.box());
            if (nearest >= 0) {
                all.get(nearest).addAll(line.marks());
            } else {
                all.add(line.marks());
            }
        }
        return all.stream().map(MarkRow::around).toList();
    }
}
