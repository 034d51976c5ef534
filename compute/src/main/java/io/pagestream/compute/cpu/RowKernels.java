package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.pagestream.compute.DType;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * Norms and activations by the library, a few rows at a time: its vector code is many times faster than what the JVM
 * makes of the loops, and a kernel for one row serves every number of rows and every stride.
 */
final class RowKernels {

    /** Rows that one call takes where they lie densely; fits the first-level cache for the widths of models. */
    private static final int TOGETHER = 4;

    /** The same for rows that are not longer than {@link #SHORT}: there a call costs more than four rows. */
    private static final int MANY = 16;

    private static final int SHORT = 1024;

    private final Dnnl dnnl;
    private final Team team;
    private final Map<Key, Kernel> kernels = new ConcurrentHashMap<>();

    /** What is done to a row. */
    enum Kind {
        RMS_NORM,
        LAYER_NORM,
        GELU,
        QUICK_GELU,
        SILU,
        TIMES,
        LOG_SOFTMAX
    }

    private record Key(Kind kind, int rows, int columns, float eps) {}

    RowKernels(Dnnl dnnl, Team team) {
        this.dnnl = dnnl;
        this.team = team;
    }

    /** out = curve(in), row by row. */
    void curve(Kind kind, CpuTensor inOut) {
        long base = inOut.address();
        rows(kind, 0, inOut.isDense(), inOut.rows, inOut.columns, (worker, kernel, rows, row) -> {
            long at = base + 4L * row * inOut.stride;
            worker.run(kernel, at, at);
        });
    }

    /**
     * Two calls, because the library has no fast code for a curve and a product in one. Gate and up lie side by side, and the
     * library has no fast code for that either: short rows are copied together first, long ones are taken one by one.
     */
    void siluTimes(CpuTensor out, CpuTensor gate, CpuTensor up) {
        if (out.rows > 1 && out.columns <= SHORT && out.isDense()) {
            siluTimesShort(out, gate, up);
            return;
        }
        Kernel times = kernel(new Key(Kind.TIMES, 1, out.columns, 0));
        rows(Kind.SILU, 0, false, out.rows, out.columns, (worker, silu, rows, row) -> {
            long to = out.rowAddress(row);
            worker.run(silu, gate.rowAddress(row), to);
            worker.run(times, to, up.rowAddress(row), to);
        });
    }

    private void siluTimesShort(CpuTensor out, CpuTensor gate, CpuTensor up) {
        int columns = out.columns;
        FloatBuffer gates = gate.floats();
        FloatBuffer ups = up.floats();
        FloatBuffer to = out.floats();
        rows(Kind.SILU, 0, true, out.rows, columns, (worker, silu, rows, row) -> {
            long factors = worker.scratch("factors", 4L * rows * columns);
            FloatBuffer beside = worker.window("factors");
            for (int i = 0; i < rows; i++) {
                to.put((row + i) * out.stride, gates, (row + i) * gate.stride, columns);
                beside.put(i * columns, ups, (row + i) * up.stride, columns);
            }
            long at = out.rowAddress(row);
            worker.run(silu, at, at);
            worker.run(kernel(new Key(Kind.TIMES, rows, columns, 0)), at, factors, at);
        });
    }

    void rmsNorm(CpuTensor out, CpuTensor in, CpuTensor weight, float eps) {
        long scale = weight.address();
        rows(
                Kind.RMS_NORM,
                eps,
                out.isDense() && in.isDense(),
                in.rows,
                in.columns,
                (worker, kernel, rows, row) -> worker.run(kernel, in.rowAddress(row), scale, out.rowAddress(row)));
    }

    void layerNorm(CpuTensor out, CpuTensor in, CpuTensor weight, CpuTensor bias, float eps) {
        long scale = weight.address();
        long shift = bias.address();
        rows(
                Kind.LAYER_NORM,
                eps,
                out.isDense() && in.isDense(),
                in.rows,
                in.columns,
                (worker, kernel, rows, row) ->
                        worker.run(kernel, in.rowAddress(row), scale, shift, out.rowAddress(row)));
    }

    /** To {@code out} the logarithm of the probability of one column of each row. */
    void logProbabilities(FloatBuffer out, CpuTensor logits, int[] ids) {
        int columns = logits.columns;
        rows(Kind.LOG_SOFTMAX, 0, logits.isDense(), logits.rows, columns, (worker, kernel, rows, row) -> {
            long all = worker.scratch("logarithms", 4L * rows * columns);
            worker.run(kernel, logits.rowAddress(row), all);
            FloatBuffer logarithms = worker.window("logarithms");
            for (int i = 0; i < rows; i++) {
                out.put(row + i, logarithms.get(i * columns + ids[row + i]));
            }
        });
    }

    /** Runs a kernel on the {@code rows} rows from {@code row} on. */
    @FunctionalInterface
    private interface Call {
        void run(Worker worker, Kernel kernel, int rows, int row);
    }

    private void rows(Kind kind, float eps, boolean dense, int rows, int columns, Call call) {
        if (columns == 0) {
            return;
        }
        Kernel one = kernel(new Key(kind, 1, columns, eps));
        Kernel several = dense && rows >= TOGETHER ? kernel(new Key(kind, TOGETHER, columns, eps)) : one;
        int step = several == one ? 1 : TOGETHER;
        Kernel many = dense && rows >= MANY && columns <= SHORT ? kernel(new Key(kind, MANY, columns, eps)) : one;
        team.split(rows, Team.leastRows(columns), (worker, first, end) -> {
            int row = first;
            for (; many != one && row + MANY <= end; row += MANY) {
                call.run(worker, many, MANY, row);
            }
            for (; row + step <= end; row += step) {
                call.run(worker, several, step, row);
            }
            for (; row < end; row++) {
                call.run(worker, one, 1, row);
            }
        });
    }

    private Kernel kernel(Key key) {
        return kernels.computeIfAbsent(key, wanted -> team.forOneThread(() -> compile(wanted)));
    }

    private Kernel compile(Key key) {
        dnnl_memory_desc layout = dnnl.matrix(DType.F32, key.rows, key.columns, key.columns);
        return switch (key.kind) {
            case RMS_NORM -> dnnl.norm(key.toString(), layout, key.eps, dnnl_rms_norm | dnnl_use_scale);
            case LAYER_NORM -> dnnl.norm(key.toString(), layout, key.eps, dnnl_use_scale | dnnl_use_shift);
            case GELU -> dnnl.eltwise(key.toString(), dnnl_eltwise_gelu_erf, 0, layout);
            case QUICK_GELU -> dnnl.eltwise(key.toString(), dnnl_eltwise_swish, 1.702f, layout);
            case SILU -> dnnl.eltwise(key.toString(), dnnl_eltwise_swish, 1, layout);
            case LOG_SOFTMAX -> dnnl.logSoftmax(key.toString(), layout);
            case TIMES -> dnnl.times(key.toString(), layout);
        };
    }
}
