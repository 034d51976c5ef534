package io.pagestream.gpu.ops;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.StepSpans;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import io.pagestream.gpu.driver.Transfers;
import io.pagestream.gpu.driver.Workspace;
import java.util.EnumMap;
import java.util.Map;

/** Writes a step's keys and values to the cache, then lets each row attend to its sequence. */
final class PagedAttention {

    private static final int WARP = 32;
    private static final int WARPS = 4;

    private final Launcher launcher;
    private final Transfers transfers;
    private final int multiprocessors;
    private final Workspace integers;
    private final Workspace parts;
    private final Kernel store;
    private final Kernel plain;
    private final Kernel join;
    private final Map<AttentionTile, Kernel> tall = new EnumMap<>(AttentionTile.class);
    private final Map<AttentionTile, Kernel> small = new EnumMap<>(AttentionTile.class);

    private Planned planned;

    PagedAttention(
            CudaContext context,
            Launcher launcher,
            Kernels kernels,
            DeviceMemory memory,
            Transfers transfers,
            DType type) {
        this.launcher = launcher;
        this.transfers = transfers;
        multiprocessors = context.multiprocessors();
        integers = new Workspace(memory);
        parts = new Workspace(memory);
        store = kernels.of("store_keys", "store_keys_" + CudaOps.suffix(type));
        plain = kernels.of("attend_plain", "attend_paged_" + CudaOps.suffix(type));
        join = kernels.of("attend_join", "attend_join");
        if (type == DType.BF16) {
            for (AttentionTile tile : AttentionTile.values()) {
                int bytes = tile.sharedBytes();
                tall.put(
                        tile,
                        kernels.of("attend_paged", "attend_tall_" + tile.side).withShared(bytes));
                small.put(
                        tile,
                        kernels.of("attend_paged", "attend_short_" + tile.side).withShared(bytes));
            }
        }
    }

    /** The plan that lies on the card, and what it was made for. */
    private record Planned(StepSpans spans, CacheShape shape, int group, AttentionPlan plan, long address) {

        boolean isFor(StepSpans otherSpans, CacheShape otherShape, int otherGroup) {
            // The same object: comparing the blocks of all sequences would cost as much as planning.
            return spans == otherSpans && group == otherGroup && shape.equals(otherShape);
        }

        long at(AttentionPlan.Part part) {
            return address + 4L * part.at();
        }
    }

    void run(
            CudaTensor out,
            CudaTensor query,
            CudaTensor key,
            CudaTensor value,
            CudaCache cache,
            int layer,
            StepSpans spans) {
        if (Residuals.isEmpty(out)) {
            return;
        }
        CacheShape shape = cache.shape();
        int group = query.columns / (shape.heads() * shape.headSide());
        if (planned == null || !planned.isFor(spans, shape, group)) {
            AttentionPlan plan = new AttentionPlan(spans, shape, group, multiprocessors);
            long address = integers.atLeast(4L * plan.integers.length);
            transfers.upload(address, plan.integers);
            planned = new Planned(spans, shape, group, plan, address);
        }
        store(key, value, cache, layer);
        AttentionTile tile = AttentionTile.of(shape.headSide());
        if (tall.containsKey(tile) && RowGrid.isAligned(out) && RowGrid.isAligned(query)) {
            attendOnTensorCores(out, query, cache, layer, tile);
        } else {
            attendPlainly(out, query, cache, layer);
        }
    }

    private static int shift(CacheShape shape) {
        return Integer.numberOfTrailingZeros(shape.blockTokens());
    }

    private void store(CudaTensor key, CudaTensor value, CudaCache cache, int layer) {
        CacheShape shape = cache.shape();
        int width = shape.headSide() % 8 == 0 ? RowGrid.width(key.columns, key, value) : 1;
        launcher.address(cache.keys(layer))
                .address(cache.values(layer))
                .address(key.address())
                .address(value.address())
                .address(planned.at(planned.plan.slots))
                .integer(shape.heads())
                .integer(shape.headSide())
                .integer(shift(shape))
                .integer(key.stride)
                .integer(value.stride)
                .integer(width);
        RowGrid.launch(launcher, store, key.rows, key.columns, width);
    }

    private void attendPlainly(CudaTensor out, CudaTensor query, CudaCache cache, int layer) {
        CacheShape shape = cache.shape();
        int heads = shape.heads() * planned.group;
        launcher.address(out.address())
                .address(query.address())
                .address(cache.keys(layer))
                .address(cache.values(layer))
                .address(planned.at(planned.plan.spans))
                .address(planned.at(planned.plan.spanOfRow))
                .address(planned.at(planned.plan.blocks))
                .integer(heads)
                .integer(shape.heads())
                .integer(shape.headSide())
                .integer(shift(shape))
                .integer(out.stride)
                .integer(query.stride);
        launcher.launch(plain, query.rows, (heads + WARPS - 1) / WARPS, 1, WARPS * WARP, 0);
    }

    private void attendOnTensorCores(CudaTensor out, CudaTensor query, CudaCache cache, int layer, AttentionTile tile) {
        AttentionPlan plan = planned.plan;
        CacheShape shape = cache.shape();
        long partBytes = 4L * plan.parts * shape.heads() * AttentionPlan.SHORT * (shape.headSide() + 2);
        long partsAt = plan.parts == 0 ? 0 : parts.atLeast(partBytes);
        if (plan.tall.count() > 0) {
            parameters(out, query, cache, layer, plan.tall, 0);
            launcher.launch(tall.get(tile), plan.tall.count(), shape.heads(), 1, WARPS * WARP, tile.sharedBytes());
        }
        if (plan.small.count() > 0) {
            parameters(out, query, cache, layer, plan.small, partsAt);
            launcher.launch(small.get(tile), plan.small.count(), shape.heads(), 1, WARP, tile.sharedBytes());
        }
        if (plan.joints.count() > 0) {
            launcher.address(out.address())
                    .address(partsAt)
                    .address(planned.at(plan.spans))
                    .address(planned.at(plan.joints))
                    .integer(shape.heads())
                    .integer(planned.group)
                    .integer(shape.headSide())
                    .integer(out.stride);
            launcher.launch(join, plan.joints.count(), shape.heads(), 1, AttentionPlan.SHORT * WARP, 0);
        }
    }

    private void parameters(
            CudaTensor out, CudaTensor query, CudaCache cache, int layer, AttentionPlan.Part items, long partsAt) {
        CacheShape shape = cache.shape();
        launcher.address(out.address())
                .address(query.address())
                .address(cache.keys(layer))
                .address(cache.values(layer))
                .address(planned.at(planned.plan.spans))
                .address(planned.at(planned.plan.blocks))
                .address(planned.at(items))
                .address(partsAt)
                .integer(shape.heads())
                .integer(planned.group)
                .integer(shape.headSide())
                .integer(shift(shape))
                .integer(out.stride)
                .integer(query.stride);
    }
}
