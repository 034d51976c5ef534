package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;

/** Tiles to patches, and maps to fewer, wider tokens. */
final class Images {

    private final Launcher launcher;
    private final Kernel patchesOfBytes;
    private final Kernel patchesOfFloats;
    private final Kernel pixelShuffle;

    Images(Launcher launcher, Kernels kernels, String type) {
        this.launcher = launcher;
        patchesOfBytes = kernels.of("patches", "patches_" + type + "_of_bytes");
        patchesOfFloats = kernels.of("patches", "patches_" + type + "_of_floats");
        pixelShuffle = kernels.of("pixel_shuffle", "pixel_shuffle");
    }

    void patches(CudaTensor out, CudaTensor pixels, int side, int patch, float[] mean, float[] deviation) {
        if (Residuals.isEmpty(out)) {
            return;
        }
        launcher.address(out.address())
                .address(pixels.address())
                .integer(side)
                .integer(patch)
                .integer(out.stride)
                .number(mean[0])
                .number(mean[1])
                .number(mean[2])
                .number(deviation[0])
                .number(deviation[1])
                .number(deviation[2]);
        RowGrid.launch(launcher, pixels.type == DType.U8 ? patchesOfBytes : patchesOfFloats, out.rows, out.columns, 1);
    }

    void pixelShuffle(CudaTensor out, CudaTensor in, int grid, int skip) {
        if (Residuals.isEmpty(out)) {
            return;
        }
        int piece = RowGrid.piece(in.rowBytes(), out, in);
        launcher.address(out.address())
                .address(in.address())
                .integer(grid)
                .integer(skip)
                .integer(in.rowBytes())
                .wide(out.strideBytes())
                .wide(in.strideBytes())
                .integer(piece);
        RowGrid.launch(launcher, pixelShuffle, Math.multiplyExact(4, out.rows), in.rowBytes(), piece);
    }
}
