package io.pagestream.models.plan;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;

/**
 * A shape without content.
 *
 * @param giveBack what closing does
 */
record CountedTensor(DType type, int rows, int columns, Runnable giveBack) implements Tensor {

    private static final Runnable NOTHING = () -> {};

    @Override
    public Tensor rowRange(int first, int count) {
        return new CountedTensor(type, count, columns, NOTHING);
    }

    @Override
    public Tensor columnRange(int first, int count) {
        return new CountedTensor(type, rows, count, NOTHING);
    }

    @Override
    public void write(float[] values) {}

    @Override
    public void write(int[] values) {}

    @Override
    public void write(byte[] values, int offset) {}

    @Override
    public float[] toFloats() {
        throw new UnsupportedOperationException("a tensor that was only counted has no values");
    }

    @Override
    public int[] toInts() {
        throw new UnsupportedOperationException("a tensor that was only counted has no values");
    }

    @Override
    public void close() {
        giveBack.run();
    }
}
