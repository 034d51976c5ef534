package io.pagestream.gpu.bench;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Operands on one device. Two sides that ask for the same in the same order get the same values, which bf16 holds exactly,
 * so that the card can be compared with the CPU.
 */
final class Side implements AutoCloseable {

    private final Device device;
    private final Deque<Runnable> owned = new ArrayDeque<>();
    private int random = 20261121;

    Side(Device device) {
        this.device = device;
    }

    Ops ops() {
        return device.ops();
    }

    /** Values from -1 to 1 in steps of 1/64. */
    private float next() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return (random >> 25) / 64f;
    }

    private float[] values(int count, float scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = next() * scale;
        }
        return values;
    }

    private Tensor own(Tensor tensor) {
        owned.push(tensor::close);
        return tensor;
    }

    Tensor activations(int rows, int columns) {
        Tensor tensor = own(device.allocate(device.activations(), MemoryTag.ACTIVATIONS, rows, columns));
        tensor.write(values(Math.multiplyExact(rows, columns), 1));
        return tensor;
    }

    Tensor floats(int rows, int columns) {
        Tensor tensor = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, rows, columns));
        tensor.write(values(Math.multiplyExact(rows, columns), 1));
        return tensor;
    }

    Tensor bytes(int rows, int columns) {
        byte[] values = new byte[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (64 * next());
        }
        Tensor tensor = own(device.allocate(DType.U8, MemoryTag.ACTIVATIONS, rows, columns));
        tensor.write(values, 0);
        return tensor;
    }

    Tensor ints(int... values) {
        Tensor tensor = own(device.allocate(DType.I32, MemoryTag.ACTIVATIONS, 1, values.length));
        tensor.write(values);
        return tensor;
    }

    Tensor vector(int columns) {
        return weight(1, columns, WeightUse.VECTOR);
    }

    Tensor weight(int rows, int columns, WeightUse use) {
        return own(device.load(new Drawn(rows, columns, values(rows * columns, 1)), use));
    }

    /** Scaled so that a product's results are near 1 in size. */
    Tensor linear(int rows, int columns) {
        float scale = Float.intBitsToFloat(Float.floatToRawIntBits((float) (1 / Math.sqrt(columns))) & 0xff800000);
        return own(device.load(new Drawn(rows, columns, values(rows * columns, scale)), WeightUse.LINEAR));
    }

    PagedKeysAndValues cache(CacheShape shape) {
        PagedKeysAndValues cache = device.allocateCache(shape);
        owned.push(cache::close);
        return cache;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().run();
        }
    }

    /** A weight of drawn values. */
    private record Drawn(int rows, int columns, float[] values) implements StoredTensor {

        @Override
        public String name() {
            return "drawn";
        }

        @Override
        public DType type() {
            return DType.F32;
        }

        @Override
        public ByteBuffer rows(int first, int count) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * count * columns).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values, first * columns, count * columns);
            return bytes;
        }
    }
}
