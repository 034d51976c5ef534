package io.pagestream.jobs.ask;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConclusionTest {

    @Test
    void aSingleAnswerKeepsItsOwnConfidence() {
        Conclusion conclusion = Conclusion.of(texts("12"), false);

        assertThat(conclusion.answer()).isEqualTo("12");
        assertThat(conclusion.confidence()).isEqualTo(0.25);
        assertThat(conclusion.reasoning()).isEmpty();
    }

    @Test
    void mostSamplesDecideAndTheirShareIsTheConfidence() {
        Conclusion conclusion = Conclusion.of(texts("13", "12 ", "12.0", "a dozen"), false);

        assertThat(conclusion.answer()).isEqualTo("12");
        assertThat(conclusion.confidence()).isEqualTo(0.5);
    }

    @Test
    void theEndOfAChainIsTheAnswerAndItsChainIsKept() {
        Conclusion conclusion = Conclusion.of(
                texts("Six. Final answer: 6", "6 + 6. Final answer: 12", "Twice 6.\nFinal answer: 12"), true);

        assertThat(conclusion.answer()).isEqualTo("12");
        assertThat(conclusion.reasoning()).contains("6 + 6. Final answer: 12");
        assertThat(conclusion.chosen().text()).isEqualTo("6 + 6. Final answer: 12");
        assertThat(conclusion.confidence()).isCloseTo(2 / 3.0, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void aChainWithoutAnEndHasNoVote() {
        Conclusion conclusion = Conclusion.of(texts("I think", "I still think", "Final answer: 3"), true);
        Conclusion none = Conclusion.of(texts("I think", "I still think"), true);

        assertThat(conclusion.answer()).isEqualTo("3");
        assertThat(conclusion.confidence()).isCloseTo(1 / 3.0, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(none.answer()).isEqualTo("I think");
        assertThat(none.confidence()).isZero();
    }

    private static List<Reading.Text> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> new Reading.Text(
                        text,
                        text,
                        new int[] {1},
                        List.of(text),
                        new float[1],
                        Reading.Finish.STOP,
                        0.25,
                        9,
                        Duration.ofMillis(3)))
                .toList();
    }
}
