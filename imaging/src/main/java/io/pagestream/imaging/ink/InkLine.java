package io.pagestream.imaging.ink;

import java.util.List;

/**
 * Where a line of text stands on a page, by its ink.
 *
 * @param box pixels of the page
 * @param size mean height of its letters, pixels: what its width can be measured in, whatever the size of the print
 */
public record InkLine(Mark box, double size) {

    /** More lines than any page has; of a page with more, none is given. */
    public static final int MOST = 2_000;

    private static final double SPECK = 0.6; // of the usual letter: lower lines are dust, rules and leaders

    /**
     * The lines of an upright page in reading order: column by column where a page has columns.
     *
     * @param page its letters
     */
    public static List<InkLine> of(Letters page) {
        List<MarkRow> lines = MarkRow.withLow(MarkRow.of(page.marks()));
        double usual = lines.stream()
                .flatMap(line -> line.marks().stream())
                .mapToInt(Mark::height)
                .average()
                .orElse(0);
        List<InkLine> kept = lines.stream()
                .filter(line -> line.box().height() >= SPECK * usual)
                .map(line -> new InkLine(line.box().times(page.factor()), size(line.marks()) * page.factor()))
                .toList();
        return kept.size() > MOST ? List.of() : ReadingOrder.of(kept);
    }

    /** Of the higher half: points and commas are no measure. */
    private static double size(List<Mark> marks) {
        return marks.stream()
                .mapToInt(Mark::height)
                .sorted()
                .skip(marks.size() / 2)
                .average()
                .orElseThrow();
    }
}
