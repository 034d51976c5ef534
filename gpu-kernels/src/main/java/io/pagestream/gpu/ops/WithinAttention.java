package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import java.util.EnumMap;
import java.util.Map;

/** Attention of all tokens to all within groups of rows, as in a vision encoder. */
final class WithinAttention {

    static final int MOST_HEAD_SIDE = 256;
    private static final int MOST_GROUPS = 65535;
    private static final int THREADS = 128;
    private static final int WARPS = 4;

    private final Launcher launcher;
    private final Kernel plain;
    private final Map<AttentionTile, Kernel> tiles = new EnumMap<>(AttentionTile.class);

    WithinAttention(Launcher launcher, Kernels kernels, DType type) {
        this.launcher = launcher;
        plain = kernels.of("attend_plain", "attend_within_" + CudaOps.suffix(type));
        if (type == DType.BF16) {
            for (AttentionTile tile : AttentionTile.values()) {
                tiles.put(
                        tile,
                        kernels.of("attend_within", "attend_within_" + tile.side)
                                .withShared(tile.sharedBytes()));
            }
        }
    }

    void run(CudaTensor out, CudaTensor query, CudaTensor key, CudaTensor value, int tokens, int heads) {
        if (Residuals.isEmpty(out)) {
            return;
        }
        int side = out.columns / heads;
        int groups = out.rows / tokens;
        Shapes.require(
                side <= MOST_HEAD_SIDE && groups <= MOST_GROUPS,
                "attendWithin",
                "heads of at most " + MOST_HEAD_SIDE + " elements and at most " + MOST_GROUPS + " groups",
                out);
        AttentionTile tile = AttentionTile.of(side);
        boolean onTensorCores = tiles.containsKey(tile)
                && RowGrid.isAligned(out)
                && RowGrid.isAligned(query)
                && RowGrid.isAligned(key)
                && RowGrid.isAligned(value);
        launcher.address(out.address())
                .address(query.address())
                .address(key.address())
                .address(value.address())
                .integer(tokens);
        if (!onTensorCores) {
            launcher.integer(heads);
        }
        launcher.integer(side)
                .integer(out.stride)
                .integer(query.stride)
                .integer(key.stride)
                .integer(value.stride);
        if (onTensorCores) {
            int queryTiles = (tokens + AttentionPlan.TALL - 1) / AttentionPlan.TALL;
            launcher.launch(tiles.get(tile), queryTiles, heads, groups, THREADS, tile.sharedBytes());
        } else {
            launcher.launch(plain, out.rows, (heads + WARPS - 1) / WARPS, 1, THREADS, 0);
        }
    }
}
