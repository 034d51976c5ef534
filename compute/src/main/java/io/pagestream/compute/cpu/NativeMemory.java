package io.pagestream.compute.cpu;

import io.pagestream.compute.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;

/**
 * Blocks of native memory, aligned to a cache line. A block that was given back is kept for the next one of its size:
 * a forward pass takes the same sizes again and again, and fresh pages from the system cost more than the work on them.
 * Belongs to the thread that drives the device.
 */
final class NativeMemory implements AutoCloseable {

    private static final long LINE = 64;

    private final long idleLimitBytes;
    private final Map<Long, Deque<Block>> idle = new HashMap<>();
    private final Set<Block> taken = new HashSet<>();
    private long idleBytes;

    /** @param idleLimitBytes how much of what was given back is kept */
    NativeMemory(long idleLimitBytes) {
        this.idleLimitBytes = idleLimitBytes;
    }

    /** A block; {@code address} is aligned, {@code origin} is what the system gave. */
    record Block(long origin, long address, long bytes) {}

    /** A block of at least {@code bytes}, with undefined content. */
    Block take(long bytes) {
        long size = sizeClass(bytes);
        Deque<Block> sameSize = idle.get(size);
        Block block;
        if (sameSize != null && !sameSize.isEmpty()) {
            block = sameSize.pop();
            idleBytes -= size;
        } else {
            block = fresh(size);
        }
        taken.add(block);
        return block;
    }

    /** Takes a block back; answers false when it is back already. */
    boolean giveBack(Block block) {
        if (!taken.remove(block)) {
            return false;
        }
        if (idleBytes + block.bytes > idleLimitBytes) {
            free(block);
        } else {
            idleBytes += block.bytes;
            idle.computeIfAbsent(block.bytes, size -> new ArrayDeque<>()).push(block);
        }
        return true;
    }

    /** Eight sizes for each power of two: a step with a few rows more finds the block of the step before. */
    static long sizeClass(long bytes) {
        long wanted = Math.max(bytes, 8 * LINE);
        long step = Math.max(LINE, Long.highestOneBit(wanted) / 8);
        return (wanted + step - 1) / step * step;
    }

    private Block fresh(long size) {
        Pointer origin = Pointer.malloc(size + LINE);
        if (origin == null || origin.isNull()) {
            throw new DeviceException("the system has no " + size + " bytes of memory left for the CPU device");
        }
        long start = origin.address();
        return new Block(start, aligned(start), size);
    }

    /** The next beginning of a cache line. */
    static long aligned(long address) {
        return (address + LINE - 1) / LINE * LINE;
    }

    private static void free(Block block) {
        Pointer.free(Address.of(block.origin));
    }

    @Override
    public void close() {
        taken.forEach(NativeMemory::free);
        taken.clear();
        idle.values().forEach(blocks -> blocks.forEach(NativeMemory::free));
        idle.clear();
        idleBytes = 0;
    }
}
