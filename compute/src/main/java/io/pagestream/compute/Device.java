package io.pagestream.compute;

import java.util.Map;

/**
 * A place where tensors live and are computed on.
 *
 * <p>Threads: one thread drives a device and everything that was allocated on it; {@link #liveBytes} may be asked from
 * any.
 */
public interface Device extends AutoCloseable {

    /** As given to {@link Devices#open}, for example {@code cpu:f32} or {@code cuda:0}. */
    String name();

    /** For people: processor, precision, threads. */
    String description();

    /** The type of activations: F32 on the CPU, BF16 on a GPU. */
    DType activations();

    /** Memory of {@code rows} by {@code columns} elements with undefined content. */
    Tensor allocate(DType type, MemoryTag tag, int rows, int columns);

    /** Copies a weight onto the device, laid out for {@code use}. */
    Tensor load(StoredTensor stored, WeightUse use);

    /** The keys and values of all layers; undefined content. */
    PagedKeysAndValues allocateCache(CacheShape shape);

    Ops ops();

    /** Bytes allocated and not yet closed, for every tag. */
    Map<MemoryTag, Long> liveBytes();

    /** Bytes that all allocations together can never exceed; the largest long where nobody knows. */
    default long capacityBytes() {
        return Long.MAX_VALUE;
    }

    /** Gives back everything, whether it was closed or not. */
    @Override
    void close();
}
