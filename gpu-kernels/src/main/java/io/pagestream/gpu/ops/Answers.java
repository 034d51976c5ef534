package io.pagestream.gpu.ops;

import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import io.pagestream.gpu.driver.Workspace;

/** What is asked of logits. */
final class Answers {

    private static final int THREADS = 1024;

    private final Launcher launcher;
    private final Workspace penalized;
    private final Kernel argmax;
    private final Kernel logProbabilities;
    private final Kernel penalizeRepeats;
    private final Kernel maskTokens;

    Answers(Launcher launcher, Kernels kernels, DeviceMemory memory, String type) {
        this.launcher = launcher;
        penalized = new Workspace(memory);
        argmax = kernels.of("argmax", "argmax_" + type);
        logProbabilities = kernels.of("log_probabilities", "log_probabilities_" + type);
        penalizeRepeats = kernels.of("penalize_repeats", "penalize_repeats_" + type);
        maskTokens = kernels.of("mask_tokens", "mask_tokens_" + type);
    }

    void argmax(CudaTensor out, CudaTensor logits) {
        if (Residuals.isEmpty(logits)) {
            return;
        }
        int width = RowGrid.width(logits.columns, logits);
        launcher.address(out.address())
                .address(logits.address())
                .integer(logits.columns)
                .integer(logits.stride)
                .integer(width);
        RowGrid.launchRows(launcher, argmax, logits.rows, logits.columns, width, THREADS);
        out.indices.written(0, logits.columns - 1, out.isWhole());
    }

    void logProbabilities(CudaTensor out, CudaTensor logits, CudaTensor ids) {
        if (Residuals.isEmpty(logits)) {
            return;
        }
        int width = RowGrid.width(logits.columns, logits);
        launcher.address(out.address())
                .address(logits.address())
                .address(ids.address())
                .integer(logits.columns)
                .integer(logits.stride)
                .integer(width);
        RowGrid.launchRows(launcher, logProbabilities, logits.rows, logits.columns, width, THREADS);
    }

    void penalizeRepeats(CudaTensor row, CudaTensor ids, float penalty) {
        if (ids.columns == 0) {
            return;
        }
        launcher.address(row.address())
                .address(ids.address())
                .address(penalized.atLeast(4L * ids.columns))
                .integer(ids.columns)
                .number(penalty);
        RowGrid.launchRows(launcher, penalizeRepeats, 1, ids.columns, 1, THREADS);
    }

    void maskTokens(CudaTensor row, CudaTensor allowed) {
        if (Residuals.isEmpty(row)) {
            return;
        }
        int threads = 256;
        launcher.address(row.address()).address(allowed.address()).integer(row.columns);
        launcher.launch(maskTokens, (row.columns + threads - 1) / threads, 1, 1, threads, 0);
    }
}
