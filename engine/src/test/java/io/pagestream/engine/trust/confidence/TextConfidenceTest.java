package io.pagestream.engine.trust.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextConfidenceTest {

    private static final double EXACT = 1e-6;

    @Test
    void aSpanHasTheMeanOfTheTokensThatHaveACharacterInIt() {
        TextConfidence text = of("Tot", 0.9, "al", 0.8, ": ", 1, "17", 0.5, ".50", 0.2, "", 0.9);
        assertThat(text.text()).isEqualTo("Total: 17.50");
        Confidence figure = text.of(new Span(7, 12));
        assertThat(figure.mean()).isCloseTo(Math.sqrt(0.5 * 0.2), within(EXACT));
        assertThat(figure.lowest()).isCloseTo(0.2, within(EXACT));
        assertThat(text.of(new Span(4, 6)).mean()).isCloseTo(Math.sqrt(0.8 * 1), within(EXACT));
        assertThat(text.of(new Span(3, 3)).mean()).isEqualTo(1);
        assertThat(text.page().mean()).isCloseTo(Math.pow(0.9 * 0.8 * 1 * 0.5 * 0.2 * 0.9, 1 / 6.0), within(EXACT));
    }

    @Test
    void aCharacterOfSeveralTokensIsAsLikelyAsAllOfThem() {
        TextConfidence text = of("a", 0.9, "", 0.5, "", 0.5, "龘", 0.8, "b", 0.9);
        Confidence character = text.of(new Span(1, 2));
        assertThat(character.lowest()).isCloseTo(0.5 * 0.5 * 0.8, within(EXACT));
        assertThat(character.mean()).isCloseTo(Math.cbrt(0.5 * 0.5 * 0.8), within(EXACT));
        assertThat(text.of(new Span(2, 3)).mean()).isCloseTo(0.9, within(EXACT));
        assertThat(text.doubtful(0.3)).extracting(Confidence::span).containsExactly(new Span(1, 2));
    }

    @Test
    void surrogatesStayTogether() {
        TextConfidence text = of("x ", 0.9, "", 0.4, "🎉", 0.4, " y", 0.9);
        assertThat(text.doubtful(0.2)).extracting(Confidence::span).containsExactly(new Span(2, 4));
    }

    @Test
    void linesAreThoseThatHaveText() {
        TextConfidence text = of("one", 0.5, "\n\n", 1, "two", 0.25, " three", 1, "\n", 1);
        assertThat(text.lines()).extracting(Confidence::span).containsExactly(new Span(0, 3), new Span(5, 14));
        assertThat(text.lines().get(1).mean()).isCloseTo(0.5, within(EXACT));
        assertThat(text.lines().get(0).lowest()).isCloseTo(0.5, within(EXACT));
    }

    @Test
    void doubtfulWordsAreWholeWordsAndNeighboursAreOneSpan() {
        TextConfidence text =
                of("In", 1, "vo", 0.3, "ice", 1, " num", 0.2, "ber", 1, " is", 1, " 4", 0.3, "7", 1, ",", 1, "\n", 0.1);
        assertThat(text.text()).isEqualTo("Invoice number is 47,\n");
        assertThat(text.doubtful(0.5)).extracting(Confidence::span).containsExactly(new Span(0, 14), new Span(18, 20));
        assertThat(text.doubtful(0.5).get(0).lowest()).isCloseTo(0.2, within(EXACT));
        assertThat(text.doubtful(0.05)).isEmpty();
    }

    @Test
    void ofIdeographsOnlyTheDoubtfulOnesAreFlagged() {
        TextConfidence text = of("年", 1, "度", 0.2, "报", 1, "告", 0.2);
        assertThat(text.doubtful(0.5)).extracting(Confidence::span).containsExactly(new Span(1, 2), new Span(3, 4));
    }

    @Test
    void anEmptyAnswerHasAPage() {
        assertThat(of("", 0.5).page().mean()).isCloseTo(0.5, within(EXACT));
        assertThat(TextConfidence.of(List.of(), new float[0]).page().mean()).isEqualTo(1);
        assertThat(TextConfidence.of(List.of(), new float[0]).lines()).isEmpty();
    }

    @Test
    void aTokenWithoutAProbabilityDoesNotSpoilTheRest() {
        TextConfidence text = TextConfidence.of(List.of("a", "b"), new float[] {Float.NEGATIVE_INFINITY, 0});
        assertThat(text.of(new Span(1, 2)).mean()).isCloseTo(1, within(EXACT));
        assertThat(text.of(new Span(0, 1)).mean()).isCloseTo(0, within(EXACT));
    }

    @Test
    void figuresThatAreNoneAreRefused() {
        assertThatThrownBy(() -> TextConfidence.of(List.of("a"), new float[0]))
                .hasMessageContaining("1 pieces and 0 probabilities");
        assertThatThrownBy(() -> TextConfidence.of(List.of("a"), new float[] {Float.NaN}))
                .hasMessageContaining("token 0 has NaN");
        assertThatThrownBy(() -> TextConfidence.of(List.of("a"), new float[] {0.5f}))
                .hasMessageContaining("at most 0");
        assertThatThrownBy(() -> of("a", 1).of(new Span(0, 2))).hasMessageContaining("1 characters");
    }

    private static TextConfidence of(Object... piecesAndProbabilities) {
        List<String> pieces = new java.util.ArrayList<>();
        float[] logs = new float[piecesAndProbabilities.length / 2];
        for (int i = 0; i < logs.length; i++) {
            pieces.add((String) piecesAndProbabilities[2 * i]);
            logs[i] = (float) Math.log(((Number) piecesAndProbabilities[2 * i + 1]).doubleValue());
        }
        return TextConfidence.of(pieces, logs);
    }
}
