package io.pagestream.operators.answer;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.trust.confidence.JsonFields;
import io.pagestream.engine.trust.confidence.Span;
import io.pagestream.models.task.Grounding;
import io.pagestream.models.task.Region;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.Boxes;
import io.pagestream.schemas.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an answer stands on its page. At least the page itself is named; boxes are the model's word. */
final class AnswerEvidence {

    /** A longer answer is no phrase that stands somewhere. */
    private static final int MOST_LETTERS = 200;

    private static final int MOST_BOXES = 16;

    private AnswerEvidence() {}

    /**
     * What can be looked for on the page: a short answer; of JSON its value, if it has only one; or nothing.
     *
     * @param json whether the answer follows a schema
     */
    static Optional<String> phrase(String answer, boolean json) {
        Collection<Span> values = json ? JsonFields.spans(answer).values() : List.of(new Span(0, answer.length()));
        return values.stream()
                .map(span -> answer.substring(span.begin(), span.end()).strip())
                .filter(words -> values.size() == 1 && !words.isEmpty() && words.length() <= MOST_LETTERS)
                .filter(words -> !(json && words.equals("null")))
                .findFirst();
    }

    /** @param located what the model said when it was asked where {@code phrase} stands */
    static List<Evidence> of(TiledPage page, Optional<String> phrase, Optional<Reading.Text> located) {
        List<Region> regions = located.map(
                        said -> Grounding.regions(said.textWithSpecial(), page.width(), page.height()))
                .orElse(List.of());
        Stream<Evidence> boxes = regions.stream()
                .limit(MOST_BOXES)
                .map(region -> Boxes.around(region, 0))
                .filter(box -> box.getLeft() < box.getRight() && box.getTop() < box.getBottom())
                .map(box ->
                        evidence(page).setBox(box).setText(phrase.orElse("")).build());
        List<Evidence> found = boxes.toList();
        return found.isEmpty() ? List.of(evidence(page).build()) : found;
    }

    private static Evidence.Builder evidence(TiledPage page) {
        return Evidence.newBuilder().setPage(page.page().getIndex());
    }
}
