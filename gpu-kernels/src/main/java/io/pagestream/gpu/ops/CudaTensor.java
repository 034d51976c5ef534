package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;

/** Rows in the card's memory, {@code stride} elements apart. */
final class CudaTensor implements Tensor {

    private static final long CLOSED = 0;

    final DType type;
    final int rows;
    final int columns;
    /** Elements from the start of one row to the start of the next. */
    final int stride;
    /** What the values of an I32 tensor can be. */
    final IndexRange indices;

    private final Exchange exchange;
    private final AutoCloseable owner;
    private final boolean whole;
    private long address;

    private CudaTensor(
            CudaTensor of,
            DType type,
            int rows,
            int columns,
            int stride,
            long address,
            Exchange exchange,
            AutoCloseable owner) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.stride = stride;
        this.address = address;
        this.exchange = exchange;
        this.owner = owner;
        this.whole = of == null || of.whole && of.rows == rows && of.columns == columns;
        this.indices = of == null ? new IndexRange() : of.indices;
    }

    /** @param owner gives the memory back when it is closed */
    static CudaTensor dense(DType type, int rows, int columns, long address, Exchange exchange, AutoCloseable owner) {
        return new CudaTensor(null, type, rows, columns, columns, address, exchange, owner);
    }

    static CudaTensor of(Tensor tensor, String operation) {
        if (tensor instanceof CudaTensor) {
            return (CudaTensor) tensor;
        }
        throw new IllegalArgumentException(operation + ": expected a tensor of the CUDA device, got "
                + tensor.getClass().getSimpleName() + " [" + tensor.rows() + ", " + tensor.columns() + "]");
    }

    long address() {
        if (address == CLOSED) {
            throw new IllegalStateException("tensor " + this + " is closed");
        }
        return address;
    }

    long strideBytes() {
        return (long) stride * type.bytes();
    }

    int rowBytes() {
        return columns * type.bytes();
    }

    boolean isDense() {
        return stride == columns || rows <= 1;
    }

    /** Whether it is all of the memory that was allocated together, and so of what {@link #indices} speaks about. */
    boolean isWhole() {
        return whole;
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
    public CudaTensor rowRange(int first, int count) {
        Shapes.range("rowRange", first, count, rows);
        return new CudaTensor(this, type, count, columns, stride, address() + first * strideBytes(), exchange, null);
    }

    @Override
    public CudaTensor columnRange(int first, int count) {
        Shapes.range("columnRange", first, count, columns);
        return new CudaTensor(this, type, rows, count, stride, address() + (long) first * type.bytes(), exchange, null);
    }

    @Override
    public void write(float[] values) {
        exchange.write(this, values);
    }

    @Override
    public void write(int[] values) {
        exchange.write(this, values);
    }

    @Override
    public void write(byte[] values, int offset) {
        exchange.write(this, values, offset);
    }

    @Override
    public float[] toFloats() {
        return exchange.floats(this);
    }

    @Override
    public int[] toInts() {
        return exchange.ints(this);
    }

    @Override
    public void close() {
        if (owner != null && address != CLOSED) {
            address = CLOSED;
            try {
                owner.close();
            } catch (Exception e) { // a block of memory throws nothing
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String toString() {
        return type + " [" + rows + ", " + columns + "]";
    }
}
