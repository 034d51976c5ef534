package io.pagestream.gpu.ops;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.gpu.driver.DeviceMemory;

/**
 * Keys and values in the activations' type: for each layer the keys [blocks, heads, blockTokens, headSide], then the
 * values. So what one block of a kernel reads of a cache block lies in one piece.
 */
final class CudaCache implements PagedKeysAndValues {

    private final CacheShape shape;
    private final DType type;
    private final DeviceMemory.Block memory;
    private boolean closed;

    CudaCache(CacheShape shape, DType type, DeviceMemory.Block memory) {
        this.shape = shape;
        this.type = type;
        this.memory = memory;
    }

    static long bytes(CacheShape shape, DType type) {
        return Math.multiplyExact(shape.blockBytes(type.bytes()), (long) shape.blocks());
    }

    DType type() {
        return type;
    }

    long keys(int layer) {
        return matrix(2 * layer);
    }

    long values(int layer) {
        return matrix(2 * layer + 1);
    }

    private long matrix(int index) {
        if (closed) {
            throw new IllegalStateException("the cache of keys and values is closed");
        }
        return memory.address() + index * (bytes(shape, type) / (2L * shape.layers()));
    }

    @Override
    public CacheShape shape() {
        return shape;
    }

    @Override
    public void close() {
        closed = true;
        memory.close();
    }
}
