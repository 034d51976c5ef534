package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Copies a stored tensor into native memory, row by row, as it is or widened to F32. */
final class StoredRows {

    private static final long PIECE_BYTES = 64L << 20;

    private StoredRows() {}

    /**
     * Writes {@code rows} rows from {@code firstRow} densely to {@code address} as {@code type}: the stored type, or
     * F32.
     */
    static void copy(StoredTensor stored, int firstRow, int rows, DType type, long address) {
        long storedRowBytes = (long) stored.columns() * stored.type().bytes();
        long rowBytes = (long) stored.columns() * type.bytes();
        int atOnce = (int) Math.max(1, Math.min(rows, PIECE_BYTES / Math.max(1, storedRowBytes)));
        for (int done = 0; done < rows; done += atOnce) {
            int count = Math.min(atOnce, rows - done);
            ByteBuffer from = stored.rows(firstRow + done, count).slice().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer to = Address.of(address + done * rowBytes).window(count * rowBytes);
            if (stored.type() == type) {
                to.put(from);
            } else if (type == DType.F32) {
                widen(from.asShortBuffer(), to.asFloatBuffer(), stored.type() == DType.BF16);
            } else {
                throw new IllegalArgumentException("load of " + stored.name() + ": cannot turn " + stored.type()
                        + " into " + type + "; weights are stored as F32, F16 or BF16");
            }
        }
    }

    private static void widen(ShortBuffer from, FloatBuffer to, boolean bf16) {
        int count = from.remaining();
        for (int i = 0; i < count; i++) {
            short bits = from.get(i);
            to.put(i, bf16 ? HalfFloats.fromBf16(bits) : HalfFloats.fromF16(bits));
        }
    }
}
