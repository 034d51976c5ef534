package io.pagestream.compute.cpu;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.PagedKeysAndValues;

/**
 * Keys and values in blocks: for each layer, block and head a matrix [blockTokens, headSide] of keys, then one of
 * values.
 */
final class CpuCache implements PagedKeysAndValues {

    final CacheShape shape;
    final DType type;

    private final Runnable giveBack;
    private final long address;
    private boolean closed;

    CpuCache(CacheShape shape, DType type, long address, Runnable giveBack) {
        this.shape = shape;
        this.type = type;
        this.address = address;
        this.giveBack = giveBack;
    }

    static long bytes(CacheShape shape, DType type) {
        return shape.blockBytes(type.bytes()) * shape.blocks();
    }

    /** Where the keys of {@code head} in {@code block} begin. */
    long keys(int layer, int block, int head) {
        if (closed) {
            throw new IllegalStateException("the cache of keys and values is closed");
        }
        return address + (((long) layer * shape.blocks() + block) * shape.heads() + head) * 2 * matrixBytes();
    }

    long values(int layer, int block, int head) {
        return keys(layer, block, head) + matrixBytes();
    }

    private long matrixBytes() {
        return (long) shape.blockTokens() * shape.headSide() * type.bytes();
    }

    @Override
    public CacheShape shape() {
        return shape;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            giveBack.run();
        }
    }
}
