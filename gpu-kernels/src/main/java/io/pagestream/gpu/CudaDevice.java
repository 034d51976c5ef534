package io.pagestream.gpu;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import io.pagestream.gpu.driver.Transfers;
import io.pagestream.gpu.ops.CudaOps;
import io.pagestream.gpu.ops.CudaTensors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** One card: activations in bf16, or in f32 to compare with a reference digit by digit. */
final class CudaDevice implements Device {

    private final String name;
    private final DType type;
    private final CudaContext context;
    private final DeviceMemory memory;
    private final CudaTensors tensors;
    private final CudaOps ops;
    /** What has to be closed, the last one first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    CudaDevice(String name, int ordinal, DType type) {
        this.name = name;
        this.type = type;
        context = opened(CudaContext.open(name, ordinal));
        try {
            memory = opened(new DeviceMemory(context));
            Transfers transfers = opened(new Transfers(context));
            Launcher launcher = opened(new Launcher(context));
            Kernels kernels = opened(new Kernels(context));
            tensors = new CudaTensors(type, memory, transfers, launcher, kernels);
            ops = opened(new CudaOps(context, type, memory, transfers, launcher, kernels, tensors));
        } catch (RuntimeException | LinkageError e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return context.description() + ", cuBLAS " + ops.products();
    }

    @Override
    public DType activations() {
        return type;
    }

    @Override
    public Tensor allocate(DType elements, MemoryTag tag, int rows, int columns) {
        return tensors.allocate(elements, tag, rows, columns);
    }

    @Override
    public Tensor load(StoredTensor stored, WeightUse use) {
        return tensors.load(stored, use);
    }

    @Override
    public PagedKeysAndValues allocateCache(CacheShape shape) {
        return tensors.allocateCache(shape);
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Map<MemoryTag, Long> liveBytes() {
        return memory.liveBytes();
    }

    @Override
    public long capacityBytes() {
        return memory.capacityBytes();
    }

    /** Waits for queued work, then gives everything back. A card that failed is given back without more complaints. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                // The failure that matters was thrown where it happened; what is left has to be given back.
            }
        }
    }
}
