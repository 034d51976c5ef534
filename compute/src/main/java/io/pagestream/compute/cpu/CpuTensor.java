package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Rows in native memory, {@code stride} elements apart. */
final class CpuTensor implements Tensor {

    private static final int CLOSED = 0;

    final DType type;
    final int rows;
    final int columns;
    /** Elements from the start of one row to the start of the next. */
    final int stride;

    private final Runnable giveBack;
    private long address;

    CpuTensor(DType type, int rows, int columns, int stride, long address, Runnable giveBack) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.stride = stride;
        this.address = address;
        this.giveBack = giveBack;
    }

    static CpuTensor of(Tensor tensor, String operation) {
        if (tensor instanceof CpuTensor) {
            return (CpuTensor) tensor;
        }
        throw new IllegalArgumentException(operation + ": expected a tensor of the CPU device that "
                + "linear does not own, got " + tensor.getClass().getSimpleName() + " [" + tensor.rows() + ", "
                + tensor.columns() + "]");
    }

    long address() {
        if (address == CLOSED) {
            throw new IllegalStateException("tensor " + this + " is closed");
        }
        return address;
    }

    long rowAddress(int row) {
        return address() + (long) row * stride * type.bytes();
    }

    /** From the first element to behind the last one. */
    long spanBytes() {
        return rows == 0 ? 0 : ((long) (rows - 1) * stride + columns) * type.bytes();
    }

    boolean isDense() {
        return stride == columns || rows <= 1;
    }

    ByteBuffer bytes() {
        long span = spanBytes();
        if (span > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tensor " + this + " is larger than the 2 GiB that can be looked at");
        }
        return Address.of(address()).window(Math.max(span, 1));
    }

    FloatBuffer floats() {
        return bytes().asFloatBuffer();
    }

    IntBuffer ints() {
        return bytes().asIntBuffer();
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
    public CpuTensor rowRange(int first, int count) {
        Shapes.range("rowRange", first, count, rows);
        return new CpuTensor(type, count, columns, stride, rowAddress(first), null);
    }

    @Override
    public CpuTensor columnRange(int first, int count) {
        Shapes.range("columnRange", first, count, columns);
        return new CpuTensor(type, rows, count, stride, address() + (long) first * type.bytes(), null);
    }

    @Override
    public void write(float[] values) {
        Shapes.require(type == DType.F32, "write(float[])", "an F32 tensor", this);
        Shapes.require((long) rows * columns == values.length, "write", values.length + " values", this);
        FloatBuffer out = floats();
        for (int row = 0; row < rows; row++) {
            out.put(row * stride, values, row * columns, columns);
        }
    }

    @Override
    public void write(int[] values) {
        Shapes.require(type == DType.I32, "write(int[])", "an I32 tensor", this);
        Shapes.require((long) rows * columns == values.length, "write", values.length + " values", this);
        IntBuffer out = ints();
        for (int row = 0; row < rows; row++) {
            out.put(row * stride, values, row * columns, columns);
        }
    }

    @Override
    public void write(byte[] values, int offset) {
        Shapes.require(type == DType.U8, "write(byte[])", "a U8 tensor", this);
        Shapes.require(
                offset >= 0 && values.length - offset >= (long) rows * columns,
                "write",
                (values.length - offset) + " values",
                this);
        ByteBuffer out = bytes();
        for (int row = 0; row < rows; row++) {
            out.put(row * stride, values, offset + row * columns, columns);
        }
    }

    @Override
    public float[] toFloats() {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        RowReader reader = RowReader.of(this);
        for (int row = 0; row < rows; row++) {
            reader.read(row, values, row * columns);
        }
        return values;
    }

    @Override
    public int[] toInts() {
        Shapes.require(type == DType.I32, "toInts", "an I32 tensor", this);
        int[] values = new int[Math.multiplyExact(rows, columns)];
        IntBuffer in = ints();
        for (int row = 0; row < rows; row++) {
            in.get(row * stride, values, row * columns, columns);
        }
        return values;
    }

    @Override
    public void close() {
        if (giveBack != null && address != CLOSED) {
            address = CLOSED;
            giveBack.run();
        }
    }

    @Override
    public String toString() {
        return type + " [" + rows + ", " + columns + "]";
    }
}
