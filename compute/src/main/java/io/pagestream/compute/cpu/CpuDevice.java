package io.pagestream.compute.cpu;

import com.sun.management.OperatingSystemMXBean;
import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** The processor as a device: activations in F32, weights of products packed in the type of its precision. */
final class CpuDevice implements Device {

    private static final long IDLE_BYTES = 512L << 20;

    private final String name;
    private final Precision precision;
    private final int threads;
    private final NativeMemory memory = new NativeMemory(IDLE_BYTES);
    private final AtomicLongArray live = new AtomicLongArray(MemoryTag.values().length);
    private final Dnnl library;
    private final Team team;
    private final WeightPacking packing;
    private final CpuOps ops;
    private boolean closed;

    CpuDevice(String name, Precision precision, int threads) {
        this.name = name;
        this.precision = precision;
        this.threads = threads;
        library = new Dnnl();
        team = new Team(library, threads);
        packing = new WeightPacking(library, team, precision);
        DnnlLinear linear = new DnnlLinear(library, team, precision);
        RowKernels kernels = new RowKernels(library, team);
        AttentionKernels attention = new AttentionKernels(library, team);
        ops = new CpuOps(
                linear,
                kernels,
                new CpuRows(team),
                new AttentionWithin(attention, team),
                new PagedAttention(attention, team),
                new CpuImages(team),
                new CpuAnswers(kernels, team));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "CPU with oneDNN, products in " + precision.label + ", threads: " + threads;
    }

    @Override
    public DType activations() {
        return DType.F32;
    }

    @Override
    public Tensor allocate(DType type, MemoryTag tag, int rows, int columns) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("allocate: negative shape [" + rows + ", " + columns + "]");
        }
        Taken taken = new Taken(tag, (long) rows * columns * type.bytes());
        return new CpuTensor(type, rows, columns, columns, taken.block.address(), taken);
    }

    @Override
    public Tensor load(StoredTensor stored, WeightUse use) {
        if (use == WeightUse.LINEAR) {
            return pack(stored);
        }
        DType type = use == WeightUse.VECTOR ? DType.F32 : stored.type();
        CpuTensor tensor = (CpuTensor) allocate(type, MemoryTag.WEIGHTS, stored.rows(), stored.columns());
        StoredRows.copy(stored, 0, stored.rows(), type, tensor.address());
        return tensor;
    }

    private Tensor pack(StoredTensor stored) {
        List<LinearWeight.Part> plan = packing.plan(stored);
        Taken taken = new Taken(MemoryTag.WEIGHTS, WeightPacking.bytes(plan));
        List<LinearWeight.Part> parts = packing.pack(stored, plan, taken.block.address());
        return new LinearWeight(stored.rows(), stored.columns(), parts, taken);
    }

    @Override
    public PagedKeysAndValues allocateCache(CacheShape shape) {
        Taken taken = new Taken(MemoryTag.KEYS_AND_VALUES, CpuCache.bytes(shape));
        return new CpuCache(shape, taken.block.address(), taken);
    }

    @Override
    public Ops ops() {
        return ops;
    }

    /** The memory of the machine or of the container that this process runs in. */
    @Override
    public long capacityBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    @Override
    public Map<MemoryTag, Long> liveBytes() {
        Map<MemoryTag, Long> bytes = new EnumMap<>(MemoryTag.class);
        for (MemoryTag tag : MemoryTag.values()) {
            bytes.put(tag, live.get(tag.ordinal()));
        }
        return bytes;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        team.close();
        library.close();
        memory.close();
        for (MemoryTag tag : MemoryTag.values()) {
            live.set(tag.ordinal(), 0);
        }
    }

    /** A block that somebody owns, counted under its tag until it is given back. */
    private final class Taken implements Runnable {

        final NativeMemory.Block block;
        private final MemoryTag tag;

        Taken(MemoryTag tag, long bytes) {
            this.tag = tag;
            block = memory.take(bytes);
            live.addAndGet(tag.ordinal(), block.bytes());
        }

        @Override
        public void run() {
            if (memory.giveBack(block)) {
                live.addAndGet(tag.ordinal(), -block.bytes());
            }
        }
    }
}
