package io.pagestream.operators.recognize;

import io.pagestream.engine.request.Reading;
import io.pagestream.models.task.Grounding;
import io.pagestream.models.task.Region;
import io.pagestream.models.task.Task;
import io.pagestream.models.task.WebPages;
import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What an answer says about a page, by the page's task. Answers are words of a model: what cannot be read in one stays as
 * it is, and is never an error.
 *
 * @param text Markdown; JSON of named values; HTML of a web page
 * @param blocks with boxes in pixels of the upright page, where the task asks for them
 */
record PageReading(String text, List<Block> blocks) {

    /**
     * @param width of the upright page, pixels
     * @param height of the upright page, pixels
     */
    static PageReading of(Task task, Reading.Text answer, int width, int height) {
        return switch (task) {
            case LAYOUT -> layout(answer, width, height);
            case WEB_PAGE -> new PageReading(WebPages.clean(answer.text()), List.of());
            default -> new PageReading(answer.text(), List.of());
        };
    }

    /** Boxes stand between special tokens, which the plain text does not have. */
    private static PageReading layout(Reading.Text answer, int width, int height) {
        List<Block> blocks = Grounding.regions(answer.textWithSpecial(), width, height).stream()
                .map(PageReading::block)
                .toList();
        if (blocks.isEmpty()) {
            return new PageReading(answer.text(), blocks);
        }
        String text = blocks.stream()
                .map(Block::getText)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("\n\n"));
        return new PageReading(text, blocks);
    }

    private static Block block(Region region) {
        Box box = new Box(
                least(region, Region.Point::x),
                least(region, Region.Point::y),
                most(region, Region.Point::x),
                most(region, Region.Point::y));
        return Block.newBuilder().setText(region.label()).setBox(box).build();
    }

    private static double least(Region region, ToDoubleFunction<Region.Point> side) {
        return region.corners().stream().mapToDouble(side).min().orElseThrow();
    }

    private static double most(Region region, ToDoubleFunction<Region.Point> side) {
        return region.corners().stream().mapToDouble(side).max().orElseThrow();
    }
}
