package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** A weight [rows, columns] packed for products in the library's own layouts; nothing but linear can read it. */
final class LinearWeight implements Tensor {

    final List<Part> parts;

    private final int rows;
    private final int columns;
    private final Runnable giveBack;
    private boolean closed;

    /**
     * Rows and columns of the weight from {@code firstRow} and {@code firstColumn} on, packed in one layout.
     *
     * @param type of what is multiplied with
     * @param codes how codes with scales lie; null where the elements have {@code type}
     */
    record Part(
            int firstRow,
            int rows,
            int firstColumn,
            int columns,
            DType type,
            dnnl_memory_desc layout,
            CodeLayout codes,
            long address) {

        Part at(long newAddress) {
            return new Part(firstRow, rows, firstColumn, columns, type, layout, codes, newAddress);
        }

        /** Where the next part may begin. */
        long end() {
            return codes == null ? NativeMemory.aligned(address + Dnnl.bytes(layout)) : codes.endAt(address);
        }

        /** The addresses of a call: the input, all that the weight consists of, and what comes {@code after} it. */
        long[] operands(long in, long... after) {
            long[] before =
                    codes == null ? new long[] {in, address} : new long[] {in, address, codes.scalesAt(address)};
            long[] all = Arrays.copyOf(before, before.length + after.length);
            System.arraycopy(after, 0, all, before.length, after.length);
            return all;
        }

        /** The size of a group that shares a scale; 0 where each element stands for itself. */
        int group() {
            return codes == null ? 0 : codes.group();
        }
    }

    LinearWeight(int rows, int columns, List<Part> parts, Runnable giveBack) {
        this.rows = rows;
        this.columns = columns;
        this.parts = List.copyOf(parts);
        this.giveBack = giveBack;
    }

    /** Such a weight is multiplied in f32, whatever the precision of the device. */
    boolean hasCodes() {
        return parts.get(0).group() > 0;
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
