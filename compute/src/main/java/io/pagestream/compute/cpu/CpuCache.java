package io.pagestream.compute.cpu;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.PagedKeysAndValues;
import java.nio.FloatBuffer;

/**
 * Keys and values in F32: for each layer, first the keys and then the values, and for each head all its blocks [blocks, blockTokens,
 * headSide]. So blocks with neighbouring numbers lie side by side and are read as one matrix.
 */
final class CpuCache implements PagedKeysAndValues {

    final CacheShape shape;

    private final Runnable giveBack;
    private final long address;
    /** Blocks of a matrix that are looked at through one buffer, which holds 2 GiB at most. */
    private final int blocksOfWindow;

    private final int windowsOfMatrix;
    private final FloatBuffer[] windows;
    private boolean closed;

    CpuCache(CacheShape shape, long address, Runnable giveBack) {
        this.shape = shape;
        this.address = address;
        this.giveBack = giveBack;
        blocksOfWindow = (int) Math.min(shape.blocks(), Integer.MAX_VALUE / blockBytes());
        windowsOfMatrix = (shape.blocks() + blocksOfWindow - 1) / blocksOfWindow;
        windows = new FloatBuffer[2 * shape.layers() * shape.heads() * windowsOfMatrix];
        for (int i = 0; i < windows.length; i++) {
            int first = i % windowsOfMatrix * blocksOfWindow;
            int count = Math.min(blocksOfWindow, shape.blocks() - first);
            windows[i] = Address.of(at(i / windowsOfMatrix, first))
                    .window(count * blockBytes())
                    .asFloatBuffer();
        }
    }

    private long blockBytes() {
        return (long) shape.blockTokens() * shape.headSide() * DType.F32.bytes();
    }

    /** A buffer that the keys of {@code head} in {@code block} lie in, from {@link #offset} on. */
    FloatBuffer keyFloats(int layer, int head, int block) {
        return window(keyMatrix(layer, head), block);
    }

    FloatBuffer valueFloats(int layer, int head, int block) {
        return window(keyMatrix(layer, head) + shape.heads(), block);
    }

    private int keyMatrix(int layer, int head) {
        return 2 * layer * shape.heads() + head;
    }

    /** Elements from a block of one head to the same block of the next. */
    static long apart(CacheShape shape) {
        return (long) shape.blocks() * shape.blockTokens() * shape.headSide();
    }

    private FloatBuffer window(int matrix, int block) {
        requireOpen();
        return windows[matrix * windowsOfMatrix + block / blocksOfWindow];
    }

    /** Where a block begins in its buffer. */
    int offset(int block) {
        return block % blocksOfWindow * shape.blockTokens() * shape.headSide();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cache of keys and values is closed");
        }
    }

    static long bytes(CacheShape shape) {
        return shape.blockBytes(DType.F32.bytes()) * shape.blocks();
    }

    /** Where the keys of {@code head} in {@code block} begin. */
    long keys(int layer, int head, int block) {
        return at(keyMatrix(layer, head), block);
    }

    long values(int layer, int head, int block) {
        return at(keyMatrix(layer, head) + shape.heads(), block);
    }

    private long at(int matrix, int block) {
        requireOpen();
        return address + ((long) matrix * shape.blocks() + block) * blockBytes();
    }

    /** Gives block {@code to} the keys and values of block {@code from}, in all layers. */
    void copy(int from, int to) {
        long bytes = blockBytes();
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
