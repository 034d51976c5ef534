package io.pagestream.models.weights;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * F32 values that were computed from a stored tensor.
 *
 * @param name of the stored tensor
 * @param values row-major; nobody writes to it
 */
record Computed(String name, int rows, int columns, float[] values) implements StoredTensor {

    Computed {
        if ((long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    name + " was computed to " + values.length + " elements, which are not " + rows + " x " + columns);
        }
    }

    @Override
    public DType type() {
        return DType.F32;
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        // Devices read native memory.
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(count, columns), 4))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values, first * columns, count * columns);
        return bytes;
    }
}
