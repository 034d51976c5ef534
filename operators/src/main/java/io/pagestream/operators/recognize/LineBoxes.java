package io.pagestream.operators.recognize;

import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.ink.Mark;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.Line;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Gives lines of text the boxes of the ink that they were read from, where that is sure. Any thread. */
final class LineBoxes {

    private LineBoxes() {}

    /**
     * Sets the boxes of {@code lines} that have none; a line that fits no ink for certain stays without. A page with words
     * from right to left is left alone: its ink is not put into its reading order.
     *
     * @param lines of a page's text in reading order, Markdown as the model wrote it
     * @param ink of the same page in reading order
     */
    static void fill(List<Line> lines, List<InkLine> ink) {
        if (lines.stream().anyMatch(line -> isFromRight(line.getText()))) {
            return;
        }
        double[] all =
                lines.stream().mapToDouble(line -> TextWidth.of(line.getText())).toArray();
        int[] written = IntStream.range(0, all.length).filter(i -> all[i] > 0).toArray();
        double[] widths = IntStream.of(written).mapToDouble(i -> all[i]).toArray();
        LineAlignment.Result byColumns = LineAlignment.of(widths, ink);
        List<InkLine> rows = rows(ink);
        LineAlignment.Result byRows = LineAlignment.of(widths, rows);
        boolean inRows = byRows.likelihood() > byColumns.likelihood();
        LineAlignment.Result best = inRows ? byRows : byColumns;
        for (int i = 0; i < written.length; i++) {
            LineAlignment.Pairing pairing = best.pairings().get(i);
            Line line = lines.get(written[i]);
            if (pairing.count() > 0 && line.getBox() == null) {
                line.setBox(around((inRows ? rows : ink).subList(pairing.first(), pairing.first() + pairing.count())));
            }
        }
    }

    private static boolean isFromRight(String text) {
        return Bidi.requiresBidi(text.toCharArray(), 0, text.length());
    }

    /** The same lines from top to bottom across all columns, as the rows of a table are read. */
    private static List<InkLine> rows(List<InkLine> ink) {
        List<InkLine> open = new ArrayList<>(ink);
        open.sort(Comparator.comparingInt(line -> line.box().top() + line.box().bottom()));
        List<InkLine> rows = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= open.size(); i++) {
            if (i == open.size() || middle(open.get(i)) >= open.get(start).box().bottom()) {
                List<InkLine> row = new ArrayList<>(open.subList(start, i));
                row.sort(Comparator.comparingInt(line -> line.box().left()));
                rows.addAll(row);
                start = i;
            }
        }
        return rows;
    }

    private static int middle(InkLine line) {
        return (line.box().top() + line.box().bottom()) / 2;
    }

    private static Box around(List<InkLine> lines) {
        return new Box(
                lines.stream().map(InkLine::box).mapToDouble(Mark::left).min().orElseThrow(),
                lines.stream().map(InkLine::box).mapToDouble(Mark::top).min().orElseThrow(),
                lines.stream().map(InkLine::box).mapToDouble(Mark::right).max().orElseThrow(),
                lines.stream().map(InkLine::box).mapToDouble(Mark::bottom).max().orElseThrow());
    }
}
