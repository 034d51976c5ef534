package io.pagestream.engine.run;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.util.Map;

/** A device without operations: its tensors only know which rows of which allocation they are. */
final class HeapDevice implements Device {

    /** Rows {@code first} to {@code first + rows - 1} of an allocation. */
    record Rows(DType type, int first, int rows, int columns) implements Tensor {

        @Override
        public Tensor rowRange(int from, int count) {
            if (from < 0 || count < 1 || from + count > rows) {
                throw new IllegalArgumentException(count + " rows from " + from + " of " + rows);
            }
            return new Rows(type, first + from, count, columns);
        }

        @Override
        public Tensor columnRange(int from, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(float[] values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int[] values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] values, int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] toFloats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int[] toInts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    /** A cache of nothing. */
    record Cache(CacheShape shape) implements PagedKeysAndValues {

        @Override
        public void close() {}
    }

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String description() {
        return "nothing but shapes";
    }

    @Override
    public DType activations() {
        return DType.F32;
    }

    @Override
    public Tensor allocate(DType type, MemoryTag tag, int rows, int columns) {
        return new Rows(type, 0, rows, columns);
    }

    @Override
    public Tensor load(StoredTensor stored, WeightUse use) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PagedKeysAndValues allocateCache(CacheShape shape) {
        return new Cache(shape);
    }

    @Override
    public Ops ops() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<MemoryTag, Long> liveBytes() {
        return Map.of();
    }

    @Override
    public void close() {}
}
