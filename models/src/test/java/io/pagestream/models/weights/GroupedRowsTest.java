package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class GroupedRowsTest {

    /** Two key-value heads with three queries each and heads of two rows: element (r, c) is 10 r + c. */
    private final Computed stored = new Computed("wqkv", 20, 2, counted());

    private static float[] counted() {
        float[] values = new float[40];
        for (int i = 0; i < 40; i++) {
            values[i] = i / 2 * 10 + i % 2;
        }
        return values;
    }

    @Test
    void allQueriesComeFirstThenAllKeysThenAllValues() {
        GroupedRows ordered = new GroupedRows(stored, 2, 3, 2);

        assertThat(firstColumn(ordered.rows(0, 20)))
                .containsExactly(
                        0, 10, 20, 30, 40, 50, 100, 110, 120, 130, 140, 150, // queries of both heads
                        60, 70, 160, 170, // keys
                        80, 90, 180, 190); // values
    }

    @Test
    void anyRangeOfRowsIsThatOfTheWhole() {
        GroupedRows ordered = new GroupedRows(stored, 2, 3, 2);
        float[] whole = firstColumn(ordered.rows(0, 20));

        for (int first = 0; first < 20; first++) {
            for (int count = 1; count <= 20 - first; count++) {
                assertThat(firstColumn(ordered.rows(first, count)))
                        .containsExactly(java.util.Arrays.copyOfRange(whole, first, first + count));
            }
        }
    }

    @Test
    void anotherNumberOfRowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GroupedRows(stored, 2, 2, 2))
                .withMessageContaining("wqkv has 20 rows")
                .withMessageContaining("2 times 2 queries");
    }

    private static float[] firstColumn(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getFloat(8 * i);
        }
        return values;
    }
}
