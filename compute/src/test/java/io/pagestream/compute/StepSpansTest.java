package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepSpansTest {

    @Test
    void theRowsOfAStepAreThoseOfItsSpans() {
        StepSpans spans = new StepSpans(List.of(span(0, 3, 7), span(3, 1, 0)));

        assertThat(spans.rows()).isEqualTo(4);
        assertThat(spans.spans().get(0).context()).isEqualTo(10);
        assertThat(new StepSpans(List.of()).rows()).isZero();
    }

    @Test
    void aGapBetweenSpansIsRefused() {
        assertThatThrownBy(() -> new StepSpans(List.of(span(0, 3, 0), span(4, 1, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected row 3");
    }

    @Test
    void aSpanWithoutRowsOrWithANegativePastIsRefused() {
        assertThatThrownBy(() -> new StepSpans(List.of(span(0, 0, 0)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StepSpans(List.of(span(0, 1, -1)))).isInstanceOf(IllegalArgumentException.class);
    }

    private static StepSpans.Span span(int firstRow, int rows, int past) {
        return new StepSpans.Span(firstRow, rows, past, new int[] {0});
    }
}
