package io.pagestream.operators.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.trust.confidence.Span;
import io.pagestream.operators.FakeEngine;
import io.pagestream.schemas.DoubtfulSpan;
import io.pagestream.schemas.FieldConfidence;
import io.pagestream.schemas.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatedTextTest {

    private static final double HALF = 0.5;

    @Test
    void everyLineThatSaysSomethingHasTheConfidenceOfItsTokens() {
        RatedText text = RatedText.of(answer("# Head", 0.9, "\n\n|--|\n", 0.1, " 7", 0.4, ",50 ", 0.9, "", 0.2));

        List<Line> lines = text.lines();

        assertThat(lines).extracting(Line::getText).containsExactly("# Head", "7,50");
        assertThat(lines.get(0).getConfidence()).isCloseTo(0.9, within(1e-6));
        assertThat(lines.get(1).getConfidence()).isCloseTo(Math.sqrt(0.4 * 0.9), within(1e-6));
    }

    @Test
    void doubtfulWordsAreCountedInCodePoints() {
        RatedText text = RatedText.of(answer("\uD83D\uDE42 total ", 0.9, "\uD83D\uDE42seven", 0.3, " euro", 0.8));

        DoubtfulSpan span = text.doubtful(HALF).get(0);

        assertThat(text.doubtful(HALF)).hasSize(1);
        assertThat(List.of(span.getStart(), span.getEnd())).containsExactly(8, 14);
        assertThat(span.getConfidence()).isCloseTo(0.3, within(1e-6));
        assertThat(text.doubtful(0)).isEmpty();
    }

    @Test
    void partsKeepWhatWasKnownOfThem() {
        RatedText upper = RatedText.of(answer("one", 0.9, " two", 0.2));
        RatedText lower = RatedText.of(answer("three", 0.3));

        RatedText joined = RatedText.joined(List.of(upper, RatedText.unrated(""), lower), "\n\n");

        assertThat(joined.text()).isEqualTo("one two\n\nthree");
        assertThat(joined.doubtful(HALF))
                .extracting(span -> span.getStart() + " to " + span.getEnd())
                .containsExactly("4 to 7", "9 to 14");
        assertThat(joined.lines().get(1).getConfidence()).isCloseTo(0.3, within(1e-6));
        assertThat(joined.confidence()).as("it is not one piece").isEmpty();
        assertThat(RatedText.unrated("a line").lines().get(0).getConfidence()).isNull();
    }

    @Test
    void aPartOfAnAnswerIsRatedAlone() {
        Reading.Text answer = answer("<ref>", 0.1, "Total", 0.8, "</ref>", 0.1);

        RatedText label = RatedText.part(RatedText.rated(answer), new Span(5, 10));

        assertThat(label.text()).isEqualTo("Total");
        assertThat(label.confidence())
                .hasValueSatisfying(mean -> assertThat(mean).isCloseTo(0.8, within(1e-6)));
        assertThat(label.doubtful(HALF)).isEmpty();
    }

    @Test
    void ofJsonTheValuesAreRatedAndNotTheBraces() {
        RatedText json = RatedText.json(answer(
                "{\"",
                0.01,
                "total",
                0.01,
                "\":\"",
                0.01,
                "7",
                0.3,
                ",50",
                0.9,
                "\",\"n\":",
                0.01,
                "12",
                0.9,
                "}",
                0.01));

        assertThat(json.fields()).extracting(FieldConfidence::getPointer).containsExactly("/total", "/n");
        assertThat(json.fields().get(0).getConfidence()).isCloseTo(Math.sqrt(0.3 * 0.9), within(1e-6));
        assertThat(json.fields().get(1).getConfidence()).isCloseTo(0.9, within(1e-6));
        assertThat(json.doubtful(HALF))
                .singleElement()
                .satisfies(span -> assertThat(json.text().substring(span.getStart(), span.getEnd()))
                        .isEqualTo("7"));
    }

    private static Reading.Text answer(Object... piecesAndProbabilities) {
        return FakeEngine.rated(Reading.Finish.STOP, piecesAndProbabilities);
    }
}
