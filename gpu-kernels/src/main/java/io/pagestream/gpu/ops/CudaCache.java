package io.pagestream.gpu.ops;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.gpu.driver.Check;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.DevicePointer;
import jcuda.driver.JCudaDriver;

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

    /** Queues the copy of a block in all layers: one piece of the keys and one of the values in each. */
    void copy(int from, int to, CudaContext context) {
        context.enter();
        long bytes = shape.blockBytes(type.bytes()) / (2L * shape.layers());
        for (int index = 0; index < 2 * shape.layers(); index++) {
            Check.driver(
                    JCudaDriver.cuMemcpyDtoDAsync(
                            DevicePointer.of(matrix(index) + to * bytes),
                            DevicePointer.of(matrix(index) + from * bytes),
                            bytes,
                            context.stream()),
                    "copying block " + from + " to block " + to);
        }
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
