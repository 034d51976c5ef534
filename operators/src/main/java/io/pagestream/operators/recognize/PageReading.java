package io.pagestream.operators.recognize;

import io.pagestream.engine.trust.confidence.Span;
import io.pagestream.engine.trust.confidence.TextConfidence;
import io.pagestream.models.task.Grounding;
import io.pagestream.models.task.Region;
import io.pagestream.models.task.Task;
import io.pagestream.models.task.WebPages;
import io.pagestream.operators.reading.Boxes;
import io.pagestream.operators.reading.PageAnswer;
import io.pagestream.operators.reading.RatedText;
import io.pagestream.schemas.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * What an answer says about a page, by the page's task. Answers are words of a model: what cannot be read in one stays as
 * it is, and is never an error.
 *
 * @param text Markdown; JSON of named values; HTML of a web page
 * @param blocks with boxes in pixels of the upright page, where the task asks for them
 */
record PageReading(RatedText text, List<Block> blocks) {

    private static final String BETWEEN = "\n\n";

    /** @param width of the upright page, pixels */
    static PageReading of(Task task, PageAnswer answer, int width) {
        List<RatedText> texts = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (PageAnswer.Part part : answer.parts()) {
            switch (task) {
                case LAYOUT -> layout(part, width, texts, blocks);
                case KEY_VALUES -> texts.add(RatedText.json(part.text()));
                case WEB_PAGE -> texts.add(webPage(RatedText.of(part.text())));
                default -> texts.add(RatedText.of(part.text()));
            }
        }
        return new PageReading(RatedText.joined(texts, BETWEEN), blocks);
    }

    /** Of a page that had to be cleaned nothing is known: its parts do not stand where the model wrote them. */
    private static RatedText webPage(RatedText answer) {
        String clean = WebPages.clean(answer.text());
        return clean.equals(answer.text()) ? answer : RatedText.unrated(clean);
    }

    /** Boxes stand between special tokens, which the plain text does not have. */
    private static void layout(PageAnswer.Part part, int width, List<RatedText> texts, List<Block> blocks) {
        List<Region> regions = Grounding.regions(part.text().textWithSpecial(), width, part.height());
        if (regions.isEmpty()) {
            texts.add(RatedText.of(part.text()));
            return;
        }
        TextConfidence answer = RatedText.rated(part.text());
        int from = 0;
        for (Region region : regions) {
            int at = answer.text().indexOf(region.label(), from);
            RatedText label = RatedText.unrated(region.label());
            if (at >= 0 && !region.label().isEmpty()) {
                from = at + region.label().length();
                label = RatedText.part(answer, new Span(at, from));
            }
            texts.add(label);
            blocks.add(block(region, label, part.top()));
        }
    }

    private static Block block(Region region, RatedText label, int top) {
        return Block.newBuilder()
                .setText(label.text())
                .setBox(Boxes.around(region, top))
                .setConfidence(label.confidence().orElse(null))
                .build();
    }
}
