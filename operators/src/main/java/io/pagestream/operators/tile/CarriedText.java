package io.pagestream.operators.tile;

import io.pagestream.imaging.text.PageLayout;
import io.pagestream.imaging.text.Region;
import io.pagestream.imaging.text.TextBlock;
import io.pagestream.imaging.text.TextLayer;
import io.pagestream.imaging.text.TextLine;
import io.pagestream.models.task.Task;
import io.pagestream.operators.page.PageTexts;
import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.TextOrigin;
import java.util.List;
import java.util.Locale;

/** Texts of pages that no model has seen. Boxes are in pixels of the page as it would be rendered. */
final class CarriedText {

    private CarriedText() {}

    /** What {@code layer} says, as {@code task} wants it: lines as they stand, or Markdown. */
    static PageText of(Page page, Task task, TextLayer layer, PageLayout layout, String renderer, String routing) {
        double x = layer.pixelWidth() / layer.width();
        double y = layer.pixelHeight() / layer.height();
        List<Line> lines = layout.lines().stream().map(line -> line(line, x, y)).toList();
        List<Block> blocks =
                layout.blocks().stream().map(block -> block(block, x, y)).toList();
        return text(page, TextOrigin.TEXT_LAYER, renderer, routing)
                .setWidth(layer.pixelWidth())
                .setHeight(layer.pixelHeight())
                .setPointsWidth(layer.width())
                .setPointsHeight(layer.height())
                .setText(words(task, layout))
                .setLines(lines)
                .setBlocks(blocks)
                .build();
    }

    /** What {@code layout} says, as {@code task} wants it. */
    static String words(Task task, PageLayout layout) {
        return task == Task.PLAIN_TEXT ? layout.plain() : layout.markdown();
    }

    /**
     * Nothing.
     *
     * @param width of the picture, pixels
     * @param height of the picture, pixels
     */
    static PageText blank(Page page, int width, int height, String renderer, String routing) {
        return text(page, TextOrigin.BLANK, renderer, routing)
                .setWidth(width)
                .setHeight(height)
                .build();
    }

    private static PageText.Builder text(Page page, TextOrigin origin, String renderer, String routing) {
        return PageTexts.of(page)
                .setFinishReason(FinishReason.STOP)
                .setRendererVersion(renderer)
                .setOrigin(origin)
                .setRouting(routing);
    }

    private static Line line(TextLine line, double x, double y) {
        return Line.newBuilder()
                .setText(line.text())
                .setBox(box(line.box(), x, y))
                .build();
    }

    private static Block block(TextBlock block, double x, double y) {
        return Block.newBuilder()
                .setKind(block.kind().name().toLowerCase(Locale.ROOT))
                .setText(block.text())
                .setBox(box(block.box(), x, y))
                .build();
    }

    private static Box box(Region region, double x, double y) {
        return new Box(
                rounded(region.left() * x),
                rounded(region.top() * y),
                rounded(region.right() * x),
                rounded(region.bottom() * y));
    }

    /** More than a hundredth of a pixel is noise. */
    private static double rounded(double pixels) {
        return Math.round(pixels * 100) / 100.0;
    }
}
