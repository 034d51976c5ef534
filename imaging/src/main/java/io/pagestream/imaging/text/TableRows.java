package io.pagestream.imaging.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows whose cells stand below each other. Only what is plainly a table is written as one: three rows or more, with no cell
 * that reaches into two columns, and none of more than one line.
 */
final class TableRows {

    private static final int LEAST_ROWS = 3;
    private static final double LEAST_FILLED = 0.6;

    private TableRows() {}

    /** How many of the rows from {@code from} on are a table; 0 when there is none. */
    static int count(List<Row> rows, int from) {
        List<Region> columns = List.of();
        int to = from;
        while (to < rows.size() && rows.get(to).isCells() && (to == from || isNear(rows.get(to - 1), rows.get(to)))) {
            List<Region> wider = with(columns, rows.get(to));
            if (!fits(wider, rows.subList(from, to + 1))) {
                break;
            }
            columns = wider;
            to++;
        }
        int cells = rows.subList(from, to).stream()
                .mapToInt(row -> row.pieces().size())
                .sum();
        boolean table = to - from >= LEAST_ROWS && cells >= LEAST_FILLED * columns.size() * (to - from);
        return table ? to - from : 0;
    }

    private static boolean isNear(Row above, Row below) {
        return below.box().top() - above.box().bottom() < 2 * Math.max(above.size(), below.size());
    }

    /** Columns as strips, each around all cells that stand below each other. */
    private static List<Region> with(List<Region> columns, Row row) {
        List<Region> strips = new ArrayList<>(columns);
        for (Piece piece : row.pieces()) {
            Region strip = piece.box();
            for (int i = strips.size() - 1; i >= 0; i--) {
                if (strips.get(i).left() < strip.right()
                        && strip.left() < strips.get(i).right()) {
                    strip = strip.with(strips.remove(i));
                }
            }
            strips.add(strip);
        }
        strips.sort(Comparator.comparingDouble(Region::left));
        return strips;
    }

    private static boolean fits(List<Region> columns, List<Row> rows) {
        return columns.size() > 1
                && rows.stream()
                        .allMatch(row -> row.pieces().stream()
                                        .map(piece -> column(columns, piece))
                                        .distinct()
                                        .count()
                                == row.pieces().size());
    }

    private static int column(List<Region> columns, Piece piece) {
        int column = 0;
        while (columns.get(column).right() < piece.box().right() - 0.01) {
            column++;
        }
        return column;
    }

    /** As Markdown, the first row as its head: a table of Markdown has one. */
    static String markdown(List<Row> rows) {
        List<Region> columns = List.of();
        for (Row row : rows) {
            columns = with(columns, row);
        }
        StringBuilder table = new StringBuilder();
        for (Row row : rows) {
            String[] cells = new String[columns.size()];
            for (Piece piece : row.pieces()) {
                cells[column(columns, piece)] =
                        MarkdownText.escaped(piece.text()).replace("|", "\\|");
            }
            table.append(line(cells));
            if (row == rows.get(0)) {
                table.append(columns.stream().map(column -> "---").collect(Collectors.joining(" | ", "| ", " |\n")));
            }
        }
        return table.toString().strip();
    }

    private static String line(String[] cells) {
        StringBuilder line = new StringBuilder("|");
        for (String cell : cells) {
            line.append(' ').append(cell == null ? "" : cell).append(" |");
        }
        return line.append('\n').toString();
    }
}
