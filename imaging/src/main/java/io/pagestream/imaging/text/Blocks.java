package io.pagestream.imaging.text;

import io.pagestream.imaging.text.TextBlock.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Puts the rows of one part of a page together to paragraphs, headings, lists and tables. */
final class Blocks {

    private static final double WIDER = 1.35; // than the distance between most lines: a new paragraph
    private static final double INDENT = 0.8; // of the font's size
    private static final double OTHER_SIZE = 1.1;

    private final Headings headings;
    private final Set<String> hyphenated;

    Blocks(Headings headings, Set<String> hyphenated) {
        this.headings = headings;
        this.hyphenated = hyphenated;
    }

    List<TextBlock> of(List<Row> rows) {
        List<TextBlock> blocks = new ArrayList<>();
        double leading = leading(rows);
        for (int at = 0; at < rows.size(); ) {
            int table = TableRows.count(rows, at);
            int end = at + Math.max(1, table);
            if (table > 0) {
                List<Row> cells = rows.subList(at, end);
                blocks.add(new TextBlock(Kind.TABLE, TableRows.markdown(cells), around(cells)));
            } else {
                while (end < rows.size() && isSame(rows, at, end, leading) && TableRows.count(rows, end) == 0) {
                    end++;
                }
                blocks.add(block(rows.subList(at, end)));
            }
            at = end;
        }
        return blocks;
    }

    /** Whether row {@code i} belongs to the block that began with row {@code from}. */
    private boolean isSame(List<Row> rows, int from, int i, double leading) {
        Row before = rows.get(i - 1);
        Row row = rows.get(i);
        double size = Math.min(before.size(), row.size());
        boolean otherSize = Math.max(before.size(), row.size()) > OTHER_SIZE * size;
        boolean apart = distance(before, row) > WIDER * leading && distance(before, row) > 1.2 * size;
        if (otherSize
                || apart
                || row.isItem()
                || row.isSpread()
                || before.isSpread()
                || headings.isHeading(before) != headings.isHeading(row)) {
            return false;
        }
        boolean list = rows.get(from).isItem();
        boolean indented = row.box().left() > before.box().left() + INDENT * size;
        // Of a point of a list all lines but the first are indented, of a paragraph only the first.
        return list ? row.box().left() > rows.get(from).box().left() + 0.3 * size : !indented;
    }

    private TextBlock block(List<Row> rows) {
        List<String> lines = rows.stream().map(Row::text).toList();
        String text = MarkdownText.joined(lines, hyphenated);
        if (rows.get(0).isItem() && !headings.isHeading(rows, text)) {
            return new TextBlock(Kind.LIST, MarkdownText.item(text), around(rows));
        }
        return headings.isHeading(rows, text)
                ? new TextBlock(Kind.HEADING, headings.marks(rows.get(0)) + MarkdownText.escaped(text), around(rows))
                : new TextBlock(Kind.TEXT, MarkdownText.escaped(text), around(rows));
    }

    private static Region around(List<Row> rows) {
        return Region.around(rows.stream().map(Row::box).toList());
    }

    private static double distance(Row above, Row below) {
        return below.box().bottom() - above.box().bottom();
    }

    /** The distance of most lines: the median. */
    private static double leading(List<Row> rows) {
        double[] distances = new double[Math.max(1, rows.size() - 1)];
        for (int i = 1; i < rows.size(); i++) {
            distances[i - 1] = distance(rows.get(i - 1), rows.get(i));
        }
        Arrays.sort(distances);
        return distances[distances.length / 2];
    }
}
