package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** A weight [rows, columns] packed for products in the library's own layouts; nothing but linear can read it. */
final class LinearWeight implements Tensor {

    final List<Part> parts;

    private final int rows;
    private final int columns;
    private final Runnable giveBack;
    private boolean closed;

    /** Rows and columns of the weight from {@code firstRow} and {@code firstColumn} on, packed in one layout. */
    record Part(
            int firstRow, int rows, int firstColumn, int columns, DType type, dnnl_memory_desc layout, long address) {

        Part at(long newAddress) {
            return new Part(firstRow, rows, firstColumn, columns, type, layout, newAddress);
        }
    }

    LinearWeight(int rows, int columns, List<Part> parts, Runnable giveBack) {
        this.rows = rows;
        this.columns = columns;
        this.parts = List.copyOf(parts);
        this.giveBack = giveBack;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("weight [" + rows + ", " + columns + "] is closed");
        }
    }

    @Override
    public DType type() {
        return parts.get(0).type;
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
