package io.pagestream.gpu.ops;

import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;

/** Sums and activation curves, element by element. */
final class Residuals {

    private final Launcher launcher;
    private final Kernel add;
    private final Kernel addTable;
    private final Kernel addScaled;
    private final Kernel gelu;
    private final Kernel quickGelu;
    private final Kernel siluTimes;
    private final Kernel rotate;

    /** @param type of activations, as the names of the kernels end */
    Residuals(Launcher launcher, Kernels kernels, String type) {
        this.launcher = launcher;
        add = kernels.of("add_rows", "add_rows_" + type);
        addTable = kernels.of("add_table", "add_table_" + type);
        addScaled = kernels.of("add_scaled", "add_scaled_" + type);
        gelu = kernels.of("gelu", "gelu_" + type);
        quickGelu = kernels.of("gelu", "quick_gelu_" + type);
        siluTimes = kernels.of("silu_times", "silu_times_" + type);
        rotate = kernels.of("rotate", "rotate_" + type);
    }

    /** out[outRows[i]] += in[i]; without a list, i itself. */
    void add(CudaTensor out, CudaTensor in, CudaTensor outRows) {
        if (isEmpty(in)) {
            return;
        }
        int width = RowGrid.width(in.columns, out, in);
        launcher.address(out.address())
                .address(in.address())
                .address(RowMoves.addressOf(outRows))
                .integer(in.columns)
                .integer(out.stride)
                .integer(in.stride)
                .integer(width);
        RowGrid.launch(launcher, add, in.rows, in.columns, width);
    }

    void addTable(CudaTensor inOut, CudaTensor table) {
        if (isEmpty(inOut)) {
            return;
        }
        int width = RowGrid.width(inOut.columns, inOut, table);
        launcher.address(inOut.address())
                .address(table.address())
                .integer(table.rows)
                .integer(inOut.columns)
                .integer(inOut.stride)
                .integer(width);
        RowGrid.launch(launcher, addTable, inOut.rows, inOut.columns, width);
    }

    void addScaled(CudaTensor inOut, CudaTensor in, CudaTensor scale) {
        if (isEmpty(inOut)) {
            return;
        }
        int width = RowGrid.width(inOut.columns, inOut, in, scale);
        launcher.address(inOut.address())
                .address(in.address())
                .address(scale.address())
                .integer(inOut.columns)
                .integer(inOut.stride)
                .integer(in.stride)
                .integer(width);
        RowGrid.launch(launcher, addScaled, inOut.rows, inOut.columns, width);
    }

    void gelu(CudaTensor inOut) {
        curve(gelu, inOut);
    }

    void quickGelu(CudaTensor inOut) {
        curve(quickGelu, inOut);
    }

    private void curve(Kernel kernel, CudaTensor inOut) {
        if (isEmpty(inOut)) {
            return;
        }
        int width = RowGrid.width(inOut.columns, inOut);
        launcher.address(inOut.address())
                .integer(inOut.columns)
                .integer(inOut.stride)
                .integer(width);
        RowGrid.launch(launcher, kernel, inOut.rows, inOut.columns, width);
    }

    void siluTimes(CudaTensor out, CudaTensor gate, CudaTensor up) {
        if (isEmpty(out)) {
            return;
        }
        int width = RowGrid.width(out.columns, out, gate, up);
        launcher.address(out.address())
                .address(gate.address())
                .address(up.address())
                .integer(out.columns)
                .integer(out.stride)
                .integer(gate.stride)
                .integer(up.stride)
                .integer(width);
        RowGrid.launch(launcher, siluTimes, out.rows, out.columns, width);
    }

    void rotate(CudaTensor inOut, int heads, CudaTensor cosSin) {
        if (isEmpty(inOut)) {
            return;
        }
        int half = cosSin.columns / 2;
        int width = RowGrid.width(half, inOut, cosSin);
        launcher.address(inOut.address())
                .address(cosSin.address())
                .integer(heads)
                .integer(half)
                .integer(inOut.stride)
                .integer(cosSin.stride)
                .integer(width);
        RowGrid.launch(launcher, rotate, inOut.rows, heads * half, width);
    }

    static boolean isEmpty(CudaTensor tensor) {
        return tensor.rows == 0 || tensor.columns == 0;
    }
}
