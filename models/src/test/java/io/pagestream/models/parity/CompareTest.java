package io.pagestream.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.DType;
import org.junit.jupiter.api.Test;

class CompareTest {

    private static final float[] TWO_ROWS = {1, 2, 3, 4, 5, 6};

    @Test
    void theWorstNumberIsNamedWithItsPlace() {
        assertThat(Compare.near("x", new float[] {1, 2.1f, 3, 4, 5.5f, 6}, TWO_ROWS, 3, 0.01f))
                .contains(new ParityFinding("x", "row 1, column 1", "5.0", "5.5", "1e-2"));
        assertThat(Compare.near("x", new float[] {1, 2.005f, 3, 4, 5, 6}, TWO_ROWS, 3, 0.01f))
                .isEmpty();
    }

    @Test
    void whatIsNoNumberIsNeverNear() {
        assertThat(Compare.near("x", new float[] {1, 2, 3, Float.NaN, 5, 6}, TWO_ROWS, 3, 1e9f))
                .get()
                .extracting(ParityFinding::where)
                .isEqualTo("row 1, column 0");
        assertThat(Compare.direction("x", new float[] {1, 2, 3, Float.NaN, 5, 6}, TWO_ROWS, 3, 0.99))
                .get()
                .extracting(ParityFinding::where)
                .isEqualTo("row 1");
    }

    @Test
    void anotherNumberOfElementsIsADifference() {
        assertThat(Compare.near("x", new float[5], TWO_ROWS, 3, 1e9f)).isPresent();
        assertThat(Compare.ids("x", new int[] {1, 2}, new int[] {1, 2, 3}))
                .contains(new ParityFinding("x", "at 2", "3", "the end after 2", "none"));
    }

    @Test
    void rowsOfTheSameDirectionAreNearInReducedPrecision() {
        assertThat(Compare.direction("x", new float[] {1.1f, 2, 3, 8, 10, 12}, TWO_ROWS, 3, 0.99))
                .isEmpty();
        assertThat(Compare.direction("x", new float[] {1, 2, 3, 6, 5, 4}, TWO_ROWS, 3, 0.99))
                .get()
                .extracting(ParityFinding::where)
                .isEqualTo("row 1");
    }

    @Test
    void onlySinglePrecisionIsComparedExactly() {
        assertThat(Tolerances.of(DType.F32)).isEqualTo(Tolerances.EXACT);
        assertThat(Tolerances.of(DType.BF16)).isEqualTo(Tolerances.REDUCED);
        assertThat(Tolerances.REDUCED.describe())
                .contains("reduced precision", "projector 5e-2", "cosine of logits over 0.99", "not compared");
    }

    @Test
    void theFirstOtherCharacterIsNamed() {
        assertThat(Compare.text("text", "one two", "one three"))
                .contains(new ParityFinding("text", "at character 5", "\"hree\"", "\"wo\"", "none"));
    }
}
