package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** A weight [rows, columns] packed for products in the library's own layout; nothing but linear can read it. */
final class LinearWeight implements Tensor {

    final DType type;
    final int rows;
    final int columns;
    final dnnl_memory_desc layout;

    private final long address;
    private final Runnable giveBack;
    private boolean closed;

    LinearWeight(DType type, int rows, int columns, dnnl_memory_desc layout, long address, Runnable giveBack) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.layout = layout;
        this.address = address;
        this.giveBack = giveBack;
    }

    @Override
    public DType type() {
        return type;
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
    public Tensor rowRange(int first, int count) {
        throw packed();
    }

    @Override
    public Tensor columnRange(int first, int count) {
        throw packed();
    }

    @Override
    public void write(float[] values) {
        throw packed();
    }

    @Override
    public void write(int[] values) {
        throw packed();
    }

    @Override
    public void write(byte[] values, int offset) {
        throw packed();
    }

    @Override
    public float[] toFloats() {
        throw packed();
    }

    @Override
    public int[] toInts() {
        throw packed();
    }

    long address() {
        if (closed) {
            throw new IllegalStateException("weight [" + rows + ", " + columns + "] is closed");
        }
        return address;
    }

    @Override
    public void close() {
        closed = true;
        giveBack.run();
    }

    private IllegalArgumentException packed() {
        return new IllegalArgumentException("weight [" + rows + ", " + columns
                + "] is packed for linear; load it as TABLE or VECTOR to read it otherwise");
    }
}
