package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Rows from place to place, converted where the types differ: copy, gather, scatter. */
final class RowMoves {

    private final Launcher launcher;
    private final Kernel move;
    private final Map<String, Kernel> conversions = new HashMap<>();

    RowMoves(Launcher launcher, Kernels kernels) {
        this.launcher = launcher;
        move = kernels.of("move_rows", "move_rows");
        for (String types : new String[] {"f32_f32", "f16_f32", "bf16_f32", "f32_bf16", "f16_bf16"}) {
            conversions.put(types, kernels.of("convert_rows", "convert_" + types));
        }
    }

    /** out = in. */
    void move(CudaTensor out, CudaTensor in) {
        run("copy", out, in, null, null, in.rows);
    }

    /**
     * out[outRows[i]] = in[inRows[i]] for {@code rows} rows.
     *
     * @param outRows I32, or null for i itself; like {@code inRows}
     */
    void run(String operation, CudaTensor out, CudaTensor in, CudaTensor outRows, CudaTensor inRows, int rows) {
        Kernel conversion = out.type == in.type ? null : conversion(operation, out, in);
        if (rows == 0 || in.columns == 0) {
            return;
        }
        launcher.address(out.address())
                .address(in.address())
                .address(addressOf(outRows))
                .address(addressOf(inRows));
        if (conversion == null) {
            int piece = RowGrid.piece(in.rowBytes(), out, in);
            launcher.integer(in.rowBytes())
                    .wide(out.strideBytes())
                    .wide(in.strideBytes())
                    .integer(piece);
            RowGrid.launch(launcher, move, rows, in.rowBytes(), piece);
        } else {
            int width = RowGrid.width(in.columns, out, in);
            launcher.integer(in.columns).integer(out.stride).integer(in.stride).integer(width);
            RowGrid.launch(launcher, conversion, rows, in.columns, width);
        }
    }

    private Kernel conversion(String operation, CudaTensor out, CudaTensor in) {
        Kernel kernel = conversions.get((in.type + "_" + out.type).toLowerCase(Locale.ROOT));
        Shapes.require(
                kernel != null, operation, "equal types, or floats to " + DType.F32 + " or " + DType.BF16, out, in);
        return kernel;
    }

    static long addressOf(CudaTensor list) {
        return list == null ? 0 : list.address();
    }
}
