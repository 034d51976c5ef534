package io.pagestream.imaging.text;

import io.pagestream.imaging.text.TextBlock.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines and blocks of a text layer in reading order, by where the words stand alone: columns by the gutters between them
 * ({@link Columns}), paragraphs by distance, indent and size, headings by size and weight, lists by their bullets and
 * numbers, tables where cells stand plainly below each other ({@link TableRows}). Sideways words come last. Immutable.
 *
 * @param lines in reading order
 * @param blocks in reading order
 */
public record PageLayout(List<TextLine> lines, List<TextBlock> blocks) {

    private static final Pattern HYPHENATED = Pattern.compile("\\p{L}{2,}-\\p{L}+");

    public PageLayout {
        lines = List.copyOf(lines);
        blocks = List.copyOf(blocks);
    }

    public static PageLayout of(TextLayer layer) {
        List<Piece> pieces = Piece.of(
                layer.words().stream().filter(word -> word.direction() == 0).toList());
        List<TextLine> lines = new ArrayList<>();
        List<TextBlock> blocks = new ArrayList<>();
        if (!pieces.isEmpty()) {
            List<List<Row>> parts = Columns.parts(pieces).stream().map(Row::of).toList();
            parts.forEach(part -> part.forEach(row -> lines.add(new TextLine(row.text(), row.box()))));
            Headings headings = new Headings(Row.mainSize(pieces), sizes(parts));
            Blocks finder = new Blocks(headings, hyphenated(lines));
            parts.forEach(part -> blocks.addAll(finder.of(part)));
        }
        for (TextLine line : SidewaysLines.of(layer.words())) {
            lines.add(line);
            blocks.add(new TextBlock(Kind.TEXT, MarkdownText.escaped(line.text()), line.box()));
        }
        return new PageLayout(lines, blocks);
    }

    /** From the largest; halves of points. */
    private static Set<Double> sizes(List<List<Row>> parts) {
        Set<Double> sizes = new TreeSet<>(Comparator.reverseOrder());
        parts.forEach(part -> part.forEach(row -> sizes.add(row.size())));
        return sizes;
    }

    private static Set<String> hyphenated(List<TextLine> lines) {
        Set<String> found = new HashSet<>();
        for (TextLine line : lines) {
            Matcher matcher = HYPHENATED.matcher(line.text());
            while (matcher.find()) {
                found.add(matcher.group());
            }
        }
        return found;
    }

    /** All blocks, an empty line between them. */
    public String markdown() {
        return blocks.stream().map(TextBlock::text).collect(Collectors.joining("\n\n"));
    }

    /** All lines, as they stand on the page. */
    public String plain() {
        return lines.stream().map(TextLine::text).collect(Collectors.joining("\n"));
    }
}
