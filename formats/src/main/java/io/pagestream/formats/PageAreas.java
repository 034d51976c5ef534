package io.pagestream.formats;

import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The text of a page as areas with lines, for the formats that say where text stands. What is known is said, and nothing
 * else:
 *
 * <ul>
 *   <li>A page with lines: lines that follow each other in the same block make an area. A block of which no line is there
 *       is an area of its own.
 *   <li>A page with blocks only: each is an area; its lines have no box of their own.
 *   <li>A page with text only: one area without a box.
 * </ul>
 */
final class PageAreas {

    private PageAreas() {}

    /** @param box null where it is not known */
    record Area(String kind, Box box, List<TextLine> lines) {}

    /**
     * @param text without markup and line breaks
     * @param box null where it is not known
     * @param confidence 0 to 1; null where it is not known
     */
    record TextLine(String text, Box box, Double confidence) {}

    static List<Area> of(PageText page) {
        if (PageState.failed(page)) {
            return List.of();
        } else if (!page.getLines().isEmpty()) {
            return fromLines(page);
        } else if (!page.getBlocks().isEmpty()) {
            return page.getBlocks().stream()
                    .map(block -> area(block, page))
                    .filter(area -> !area.lines().isEmpty())
                    .toList();
        }
        List<TextLine> lines = split(PageMarkdown.plain(PageMarkdown.parse(page)), null);
        return lines.isEmpty() ? List.of() : List.of(new Area("text", null, lines));
    }

    private static List<Area> fromLines(PageText page) {
        List<Area> areas = new ArrayList<>();
        List<Block> seen = new ArrayList<>();
        Block open = null;
        List<TextLine> lines = new ArrayList<>();
        for (Line line : page.getLines()) {
            Box box = box(line.getBox(), page);
            Block block = blockOf(box, page).orElse(null);
            if (!Objects.equals(block, open)) {
                close(open, lines, areas, page);
                lines = new ArrayList<>();
                open = block;
                seen.add(block);
            }
            String text = SafeText.oneLine(line.getText());
            if (!text.isEmpty()) {
                lines.add(new TextLine(text, box, confidence(line.getConfidence())));
            }
        }
        close(open, lines, areas, page);
        String written = letters(page.getLines().stream().map(Line::getText).reduce("", String::concat));
        for (Block block : page.getBlocks()) {
            Area area = area(block, page);
            boolean elsewhere = seen.contains(block) || written.contains(letters(text(area)));
            if (!elsewhere && !area.lines().isEmpty()) {
                areas.add(area);
            }
        }
        return areas;
    }

    private static void close(Block block, List<TextLine> lines, List<Area> areas, PageText page) {
        if (!lines.isEmpty()) {
            Box box = block == null ? around(lines) : box(block.getBox(), page);
            areas.add(new Area(block == null ? "text" : block.getKind(), box, lines));
        }
    }

    private static Area area(Block block, PageText page) {
        String text = PageMarkdown.isMarkdown(page) ? PageMarkdown.plain(block.getText()) : block.getText();
        return new Area(block.getKind(), box(block.getBox(), page), split(text, confidence(block.getConfidence())));
    }

    private static List<TextLine> split(String text, Double confidence) {
        return SafeText.xml(text)
                .lines()
                .map(SafeText::oneLine)
                .filter(line -> !line.isEmpty())
                .map(line -> new TextLine(line, null, confidence))
                .toList();
    }

    private static Optional<Block> blockOf(Box line, PageText page) {
        if (line == null) {
            return Optional.empty();
        }
        double x = (line.getLeft() + line.getRight()) / 2;
        double y = (line.getTop() + line.getBottom()) / 2;
        return page.getBlocks().stream()
                .filter(block -> {
                    Box box = block.getBox();
                    return box != null
                            && x >= box.getLeft()
                            && x < box.getRight()
                            && y >= box.getTop()
                            && y < box.getBottom();
                })
                .findFirst();
    }

    /** The box within the page; null when there is none, it is empty, or it is not a box at all. */
    static Box box(Box box, PageText page) {
        if (box == null || page.getWidth() <= 0 || page.getHeight() <= 0) {
            return null;
        }
        double left = within(box.getLeft(), page.getWidth());
        double top = within(box.getTop(), page.getHeight());
        double right = within(box.getRight(), page.getWidth());
        double bottom = within(box.getBottom(), page.getHeight());
        return right > left && bottom > top ? new Box(left, top, right, bottom) : null;
    }

    private static double within(double value, int most) {
        return Math.max(0, Math.min(value, most));
    }

    private static Double confidence(Double value) {
        return value == null || !(value >= 0 && value <= 1) ? null : value;
    }

    /** The smallest box around those that are known; null when none is. */
    private static Box around(List<TextLine> lines) {
        return lines.stream()
                .map(TextLine::box)
                .filter(Objects::nonNull)
                .reduce((a, b) -> new Box(
                        Math.min(a.getLeft(), b.getLeft()),
                        Math.min(a.getTop(), b.getTop()),
                        Math.max(a.getRight(), b.getRight()),
                        Math.max(a.getBottom(), b.getBottom())))
                .orElse(null);
    }

    private static String text(Area area) {
        return area.lines().stream().map(TextLine::text).reduce("", String::concat);
    }

    private static String letters(String text) {
        return Letters.of(text).letters();
    }
}
