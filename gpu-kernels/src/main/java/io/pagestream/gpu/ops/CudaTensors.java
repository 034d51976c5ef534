package io.pagestream.gpu.ops;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import io.pagestream.gpu.driver.Transfers;

/** Makes tensors, weights and caches in the card's memory. */
public final class CudaTensors {

    private final DType type;
    private final DeviceMemory memory;
    private final Exchange exchange;
    private final WeightLoader weights;
    final RowMoves moves;

    /** @param type of activations, F32 or BF16 */
    public CudaTensors(DType type, DeviceMemory memory, Transfers transfers, Launcher launcher, Kernels kernels) {
        this.type = type;
        this.memory = memory;
        moves = new RowMoves(launcher, kernels);
        exchange = new Exchange(memory, transfers, moves);
        weights = new WeightLoader(memory, transfers, moves);
    }

    public Tensor allocate(DType elements, MemoryTag tag, int rows, int columns) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("allocate: negative shape [" + rows + ", " + columns + "]");
        }
        DeviceMemory.Block block = memory.take(tag, (long) rows * columns * elements.bytes());
        return CudaTensor.dense(elements, rows, columns, block.address(), exchange, block);
    }

    public Tensor load(StoredTensor stored, WeightUse use) {
        DType elements = switch (use) {
            case VECTOR -> DType.F32;
            case TABLE -> stored.type();
            case LINEAR -> type;
        };
        CudaTensor tensor = (CudaTensor) allocate(elements, MemoryTag.WEIGHTS, stored.rows(), stored.columns());
        weights.load(stored, tensor);
        return tensor;
    }

    public PagedKeysAndValues allocateCache(CacheShape shape) {
        return new CudaCache(shape, type, memory.take(MemoryTag.KEYS_AND_VALUES, CudaCache.bytes(shape, type)));
    }
}
