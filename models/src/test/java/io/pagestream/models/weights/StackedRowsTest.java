package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackedRowsTest {

    private final StackedRows stacked = new StackedRows(List.of(matrix(2, 3, 0), matrix(1, 3, 100), matrix(3, 3, 200)));

    /** A matrix whose elements count up from {@code first}. */
    private static StoredTensor matrix(int rows, int columns, int first) {
        return new StoredTensor() {
            @Override
            public String name() {
                return "m" + first;
            }

            @Override
            public DType type() {
                return DType.F32;
            }

            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public ByteBuffer rows(int from, int count) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * count * columns).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count * columns; i++) {
                    bytes.putFloat(first + from * columns + i);
                }
                return bytes.flip();
            }
        };
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    @Test
    void theRowsOfTheFirstPartComeFirst() {
        assertThat(stacked.rows()).isEqualTo(6);
        assertThat(stacked.columns()).isEqualTo(3);
        assertThat(stacked.name()).isEqualTo("m0 + m100 + m200");
    }

    @Test
    void rowsAcrossPartsAreJoined() {
        assertThat(floats(stacked.rows(1, 3))).containsExactly(3, 4, 5, 100, 101, 102, 200, 201, 202);
    }

    @Test
    void rowsOfOnePartAreThatPartsRows() {
        assertThat(floats(stacked.rows(4, 2))).containsExactly(203, 204, 205, 206, 207, 208);
    }

    @Test
    void rowsBeyondTheEndAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> stacked.rows(5, 2));
    }

    @Test
    void partsOfDifferentWidthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StackedRows(List.of(matrix(1, 3, 0), matrix(1, 4, 10))))
                .withMessageContaining("m0")
                .withMessageContaining("m10");
    }

    @Test
    void aColumnBecomesARow() {
        Reshaped row = new Reshaped(new StackedRows(List.of(matrix(2, 1, 0), matrix(3, 1, 10))), 1, 5);

        assertThat(floats(row.rows(0, 1))).containsExactly(0, 1, 10, 11, 12);
    }
}
