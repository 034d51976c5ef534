package io.pagestream.models.weights;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The same bytes in another shape, for the small tensors whose stored shape is not the one that is computed with: biases
 * to be stacked, position tables.
 */
record Reshaped(StoredTensor stored, int rows, int columns) implements StoredTensor {

    Reshaped {
        if ((long) rows * columns != (long) stored.rows() * stored.columns()) {
            throw new IllegalArgumentException(stored.name() + " has " + stored.rows() + " x " + stored.columns()
                    + " elements, which are not " + rows + " x " + columns);
        }
    }

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public DType type() {
        return stored.type();
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        int rowBytes = Math.multiplyExact(columns, type().bytes());
        ByteBuffer all = stored.rows(0, stored.rows());
        return all.slice(Math.multiplyExact(first, rowBytes), Math.multiplyExact(count, rowBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
