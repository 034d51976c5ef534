package io.pagestream.gpu.driver;

import io.pagestream.compute.DeviceException;
import io.pagestream.compute.MemoryTag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * Blocks of the card's memory. A block that was given back is kept for the next one of its size: a forward pass takes the
 * same sizes again and again, and freeing makes the host wait for the card. All work is queued on one stream, so a block
 * may be given back while work on it is still queued. {@link #liveBytes} may be asked from any thread.
 */
public final class DeviceMemory implements AutoCloseable {

    private static final long LEAST = 512;
    private static final long ALIGNMENT = 256;

    private final CudaContext context;
    private final Map<Long, Deque<Long>> idle = new HashMap<>();
    private final Set<Block> taken = new HashSet<>();
    private final AtomicLongArray live = new AtomicLongArray(MemoryTag.values().length);

    public DeviceMemory(CudaContext context) {
        this.context = context;
    }

    /** Memory that somebody owns. Closing it a second time does nothing. */
    public final class Block implements AutoCloseable {

        private final MemoryTag tag;
        private final long address;
        private final long bytes;

        private Block(MemoryTag tag, long address, long bytes) {
            this.tag = tag;
            this.address = address;
            this.bytes = bytes;
        }

        /** A multiple of 256. */
        public long address() {
            return address;
        }

        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (taken.remove(this)) {
                count(tag, -bytes);
                idle.computeIfAbsent(bytes, size -> new ArrayDeque<>()).push(address);
            }
        }
    }

    /**
     * At least {@code bytes} of undefined content.
     *
     * @param tag what for; null for a place that the device itself works in, which is not counted
     * @throws DeviceException when the card has no such memory left: says how much, and what takes it
     */
    public Block take(MemoryTag tag, long bytes) {
        long size = sizeClass(bytes);
        Deque<Long> sameSize = idle.get(size);
        long address = sameSize == null || sameSize.isEmpty() ? fresh(size) : sameSize.pop();
        Block block = new Block(tag, address, size);
        taken.add(block);
        count(tag, size);
        return block;
    }

    private void count(MemoryTag tag, long bytes) {
        if (tag != null) {
            live.addAndGet(tag.ordinal(), bytes);
        }
    }

    /** Eight sizes for each power of two: a step with a few rows more finds the block of the step before. */
    static long sizeClass(long bytes) {
        long wanted = Math.max(bytes, LEAST);
        long step = Math.max(ALIGNMENT, Long.highestOneBit(wanted) / 8);
        return (wanted + step - 1) / step * step;
    }

    private long fresh(long size) {
        context.enter();
        CUdeviceptr pointer = new CUdeviceptr();
        int status = JCudaDriver.cuMemAlloc(pointer, size);
        if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            freeIdle();
            status = JCudaDriver.cuMemAlloc(pointer, size);
        }
        if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            long[] free = new long[1];
            long[] total = new long[1];
            JCudaDriver.cuMemGetInfo(free, total);
            throw new DeviceException("the card has no " + size + " bytes left: " + free[0] + " of " + total[0]
                    + " are free, and this device holds " + liveBytes()
                    + "; give it less (a smaller cache, fewer tiles at once), or end other programs on the card");
        }
        Check.driver(status, "allocating " + size + " bytes");
        return DevicePointer.address(pointer);
    }

    private void freeIdle() {
        idle.values().forEach(addresses -> addresses.forEach(DeviceMemory::free));
        idle.clear();
    }

    private static void free(long address) {
        JCudaDriver.cuMemFree(DevicePointer.of(address));
    }

    /** Memory of the card, also what other programs hold of it. */
    public long capacityBytes() {
        context.enter();
        long[] free = new long[1];
        long[] total = new long[1];
        Check.driver(JCudaDriver.cuMemGetInfo(free, total), "asking for the size of the memory");
        return total[0];
    }

    /** Bytes taken and not yet given back. */
    public Map<MemoryTag, Long> liveBytes() {
        Map<MemoryTag, Long> bytes = new EnumMap<>(MemoryTag.class);
        for (MemoryTag tag : MemoryTag.values()) {
            bytes.put(tag, live.get(tag.ordinal()));
        }
        return bytes;
    }

    /** Frees everything, whether it was given back or not. */
    @Override
    public void close() {
        context.enter();
        for (Block block : Set.copyOf(taken)) {
            block.close();
        }
        freeIdle();
    }
}
