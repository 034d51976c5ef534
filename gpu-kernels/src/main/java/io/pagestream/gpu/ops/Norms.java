package io.pagestream.gpu.ops;

import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;

/** Norms, a block for each row: enough threads that each reads 16 bytes once where a row has at most 4,096 columns. */
final class Norms {

    private static final int MOST_THREADS = 512;

    private final Launcher launcher;
    private final Kernel rms;
    private final Kernel layer;

    Norms(Launcher launcher, Kernels kernels, String type) {
        this.launcher = launcher;
        rms = kernels.of("rms_norm", "rms_norm_" + type);
        layer = kernels.of("layer_norm", "layer_norm_" + type);
    }

    void rms(CudaTensor out, CudaTensor in, CudaTensor weight, float eps) {
        if (Residuals.isEmpty(in)) {
            return;
        }
        int width = RowGrid.width(in.columns, out, in, weight);
        launcher.address(out.address())
                .address(in.address())
                .address(weight.address())
                .integer(in.columns)
                .integer(out.stride)
                .integer(in.stride)
                .number(eps)
                .integer(width);
        RowGrid.launchRows(launcher, rms, in.rows, in.columns, width, MOST_THREADS);
    }

    void layer(CudaTensor out, CudaTensor in, CudaTensor weight, CudaTensor bias, float eps) {
        if (Residuals.isEmpty(in)) {
            return;
        }
        int width = RowGrid.width(in.columns, out, in, weight, bias);
        launcher.address(out.address())
                .address(in.address())
                .address(weight.address())
                .address(bias.address())
                .integer(in.columns)
                .integer(out.stride)
                .integer(in.stride)
                .number(eps)
                .integer(width);
        RowGrid.launchRows(launcher, layer, in.rows, in.columns, width, MOST_THREADS);
    }
}
