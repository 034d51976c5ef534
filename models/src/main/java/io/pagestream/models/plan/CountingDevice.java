package io.pagestream.models.plan;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;

/**
 * A device that computes nothing and counts what would have been taken. A model is loaded on it and run for one step: so
 * the count follows the code of the model, and the shapes of its weights are checked before a byte of them is read.
 */
public final class CountingDevice implements Device {

    private static final int BYTES_OF_SCALE = 4;

    private final DType activations;
    private final Map<MemoryTag, Long> live = new EnumMap<>(MemoryTag.class);
    private final Ops ops = (Ops) Proxy.newProxyInstance(
            Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (proxy, method, arguments) -> null);

    /** @param activations the type of activations, and of products where it is shorter than F32 */
    public CountingDevice(DType activations) {
        this.activations = activations;
        for (MemoryTag tag : MemoryTag.values()) {
            live.put(tag, 0L);
        }
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String description() {
        return "counts memory, activations in " + activations;
    }

    @Override
    public DType activations() {
        return activations;
    }

    @Override
    public Tensor allocate(DType type, MemoryTag tag, int rows, int columns) {
        return new CountedTensor(type, rows, columns, take(tag, (long) rows * columns * type.bytes()));
    }

    /**
     * Weights of products stay as they are stored where activations are F32, those in four bits take a byte for each
     * element there, and elsewhere all take the type of activations.
     */
    @Override
    public Tensor load(StoredTensor stored, WeightUse use) {
        if (use == WeightUse.LINEAR
                && activations == DType.F32
                && stored.fourBits().isPresent()) {
            long elements = (long) stored.rows() * stored.columns();
            long bytes = elements + elements / stored.fourBits().get().group() * BYTES_OF_SCALE;
            return new CountedTensor(DType.F32, stored.rows(), stored.columns(), take(MemoryTag.WEIGHTS, bytes));
        }
        DType type = switch (use) {
            case VECTOR -> DType.F32;
            case TABLE -> stored.type();
            case LINEAR -> activations == DType.F32 ? stored.type() : activations;
        };
        return allocate(type, MemoryTag.WEIGHTS, stored.rows(), stored.columns());
    }

    @Override
    public PagedKeysAndValues allocateCache(CacheShape shape) {
        Runnable giveBack = take(MemoryTag.KEYS_AND_VALUES, shape.blocks() * shape.blockBytes(activations.bytes()));
        return new PagedKeysAndValues() {
            @Override
            public CacheShape shape() {
                return shape;
            }

            @Override
            public void close() {
                giveBack.run();
            }
        };
    }

    private Runnable take(MemoryTag tag, long bytes) {
        live.merge(tag, bytes, Long::sum);
        boolean[] given = {false};
        return () -> {
            if (!given[0]) {
                given[0] = true;
                live.merge(tag, -bytes, Long::sum);
            }
        };
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Map<MemoryTag, Long> liveBytes() {
        return new EnumMap<>(live);
    }

    @Override
    public void close() {
        live.replaceAll((tag, bytes) -> 0L);
    }
}
