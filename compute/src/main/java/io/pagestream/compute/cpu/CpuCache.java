package io.pagestream.compute.cpu;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.PagedKeysAndValues;

/**
 * Keys and values in F32: for each layer and head the keys of all blocks [blocks, blockTokens, headSide], then the
 * values. So blocks with neighbouring numbers lie side by side and are read as one matrix.
 */
final class CpuCache implements PagedKeysAndValues {

    final CacheShape shape;

    private final Runnable giveBack;
    private final long address;
    private boolean closed;

    CpuCache(CacheShape shape, long address, Runnable giveBack) {
        this.shape = shape;
        this.address = address;
        this.giveBack = giveBack;
    }

    static long bytes(CacheShape shape) {
        return shape.blockBytes(DType.F32.bytes()) * shape.blocks();
    }

    /** Where the keys of {@code head} in {@code block} begin. */
    long keys(int layer, int head, int block) {
        return at(2 * (layer * shape.heads() + head), block);
    }

    long values(int layer, int head, int block) {
        return at(2 * (layer * shape.heads() + head) + 1, block);
    }

    private long at(int matrix, int block) {
        if (closed) {
            throw new IllegalStateException("the cache of keys and values is closed");
        }
        return address
                + ((long) matrix * shape.blocks() + block) * shape.blockTokens() * shape.headSide() * DType.F32.bytes();
    }

    /** Gives block {@code to} the keys and values of block {@code from}, in all layers. */
    void copy(int from, int to) {
        long bytes = (long) shape.blockTokens() * shape.headSide() * DType.F32.bytes();
        for (int matrix = 0; matrix < 2 * shape.layers() * shape.heads(); matrix++) {
            Address.copy(at(matrix, to), at(matrix, from), bytes);
        }
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
