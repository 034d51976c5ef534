package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Transfers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values of the host to tensors and back. A view with gaps between its rows goes through a dense place. */
final class Exchange {

    private final DeviceMemory memory;
    private final Transfers transfers;
    private final RowMoves moves;

    Exchange(DeviceMemory memory, Transfers transfers, RowMoves moves) {
        this.memory = memory;
        this.transfers = transfers;
        this.moves = moves;
    }

    void write(CudaTensor to, float[] values) {
        Shapes.require(to.type == DType.F32 || to.type == DType.BF16, "write(float[])", "an F32 or BF16 tensor", to);
        Shapes.require((long) to.rows * to.columns == values.length, "write", values.length + " values", to);
        int bytes = to.type.bytes();
        upload(to, (buffer, at, offset, count) -> {
            int first = (int) (offset / bytes);
            if (to.type == DType.F32) {
                buffer.slice(at, count)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer()
                        .put(values, first, count / 4);
                return;
            }
            for (int i = 0; i < count / 2; i++) {
                buffer.putShort(at + 2 * i, HalfFloats.toBf16(values[first + i]));
            }
        });
    }

    void write(CudaTensor to, int[] values) {
        Shapes.require(to.type == DType.I32, "write(int[])", "an I32 tensor", to);
        Shapes.require((long) to.rows * to.columns == values.length, "write", values.length + " values", to);
        to.indices.written(values, to.isWhole());
        upload(
                to,
                (buffer, at, offset, count) -> buffer.slice(at, count)
                        .order(ByteOrder.nativeOrder())
                        .asIntBuffer()
                        .put(values, (int) (offset / 4), count / 4));
    }

    void write(CudaTensor to, byte[] values, int offset) {
        Shapes.require(to.type == DType.U8, "write(byte[])", "a U8 tensor", to);
        Shapes.require(
                offset >= 0 && values.length - offset >= (long) to.rows * to.columns,
                "write",
                (values.length - offset) + " values",
                to);
        upload(to, (buffer, at, done, count) -> buffer.put(at, values, offset + (int) done, count));
    }

    private void upload(CudaTensor to, Transfers.Source source) {
        long bytes = (long) to.rows * to.rowBytes();
        if (to.isDense()) {
            transfers.upload(to.address(), bytes, source);
            return;
        }
        try (DeviceMemory.Block block = memory.take(null, bytes)) {
            transfers.upload(block.address(), bytes, source);
            moves.move(to, dense(to, block));
        }
    }

    private CudaTensor dense(CudaTensor like, DeviceMemory.Block block) {
        return CudaTensor.dense(like.type, like.rows, like.columns, block.address(), this, null);
    }

    float[] floats(CudaTensor from) {
        Shapes.require(
                from.type == DType.F32 || from.type == DType.BF16 || from.type == DType.F16,
                "toFloats",
                "a tensor of floats",
                from);
        float[] values = new float[Math.multiplyExact(from.rows, from.columns)];
        int bytes = from.type.bytes();
        download(from, (buffer, offset, count) -> widen(buffer, from.type, values, (int) (offset / bytes), count));
        return values;
    }

    private static void widen(ByteBuffer buffer, DType type, float[] values, int first, int bytes) {
        switch (type) {
            case F32 -> buffer.asFloatBuffer().get(0, values, first, bytes / 4);
            case BF16 -> {
                for (int i = 0; i < bytes / 2; i++) {
                    values[first + i] = HalfFloats.ofBf16(buffer.getShort(2 * i));
                }
            }
            default -> {
                for (int i = 0; i < bytes / 2; i++) {
                    values[first + i] = HalfFloats.ofF16(buffer.getShort(2 * i));
                }
            }
        }
    }

    int[] ints(CudaTensor from) {
        Shapes.require(from.type == DType.I32, "toInts", "an I32 tensor", from);
        int[] values = new int[Math.multiplyExact(from.rows, from.columns)];
        download(from, (buffer, offset, count) -> buffer.asIntBuffer().get(0, values, (int) (offset / 4), count / 4));
        return values;
    }

    private void download(CudaTensor from, Transfers.Target target) {
        long bytes = (long) from.rows * from.rowBytes();
        if (from.isDense()) {
            transfers.download(from.address(), bytes, target);
            return;
        }
        try (DeviceMemory.Block block = memory.take(null, bytes)) {
            moves.move(dense(from, block), from);
            transfers.download(block.address(), bytes, target);
        }
    }
}
