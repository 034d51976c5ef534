package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;

/** Products with packed weights: out = in weight^T, with a bias, or added to what is there. */
final class DnnlLinear {

    /*
     * Notes. The library compiles a kernel for each number of rows, and a step of the engine has another number of rows
     * than the one before. So rows are cut into pieces of at most PIECE rows, the last of them into a multiple of STEP
     * and what is left: 63 kernels for each weight's shape serve every step. The cut costs one more reading of the
     * weight, for which there is time when there are more than STEP rows.
     */

    private static final int PIECE = 1024;
    private static final int STEP = 32;

    /**
     * Below this many multiplications, and weights, a second thread costs more than it brings: to wake it takes some ten
     * microseconds, and meanwhile it takes the processor from whoever else works.
     */
    private static final long LEAST = 1 << 22;

    private static final long LEAST_WEIGHTS = 1 << 20;

    private final Dnnl dnnl;
    private final Team team;
    private final Precision precision;
    private final Map<Shape, Kernel> products = new HashMap<>();
    private final Map<Rounding, Kernel> roundings = new HashMap<>();

    /** How a product ends. */
    enum End {
        STORE,
        ADD_BIAS,
        ADD_TO_OUT
    }

    /** {@code group} is 0 where the weight has no codes. */
    private record Shape(
            End end, DType weight, int group, int rows, int inner, int columns, int inStride, int outStride) {}

    private record Rounding(int rows, int columns, int stride) {}

    DnnlLinear(Dnnl dnnl, Team team, Precision precision) {
        this.dnnl = dnnl;
        this.team = team;
        this.precision = precision;
    }

    /** {@code bias} is read only where {@code end} adds it. */
    void run(CpuTensor out, CpuTensor in, LinearWeight weight, CpuTensor bias, End end) {
        for (int first = 0; first < in.rows; ) {
            int rows = piece(in.rows - first);
            product(out.rowRange(first, rows), in.rowRange(first, rows), weight, bias, end);
            first += rows;
        }
    }

    /** How many of the {@code left} rows the next kernel takes. */
    static int piece(int left) {
        return left >= PIECE ? PIECE : left >= STEP ? left / STEP * STEP : left;
    }

    private void product(CpuTensor out, CpuTensor in, LinearWeight weight, CpuTensor bias, End end) {
        weight.requireOpen();
        long weights = (long) weight.rows() * weight.columns();
        boolean little = weights < LEAST_WEIGHTS && in.rows * weights < LEAST;
        Worker worker = little ? team.one() : team.whole();
        DType factors = weight.hasCodes() ? DType.F32 : precision.factors;
        long input = in.address();
        int inStride = in.stride;
        if (factors == DType.BF16) {
            inStride = in.columns;
            input = worker.scratch("linear input", (long) DType.BF16.bytes() * in.rows * in.columns);
            worker.run(rounding(in), in.address(), input);
        }
        for (LinearWeight.Part part : weight.parts) {
            End partEnd = part.firstColumn() == 0 ? end : End.ADD_TO_OUT; // the first columns began the sum
            Shape shape = new Shape(
                    partEnd, part.type(), part.group(), in.rows, part.columns(), part.rows(), inStride, out.stride);
            Kernel kernel = products.computeIfAbsent(
                    shape, wanted -> little ? team.forOneThread(() -> compile(wanted, part)) : compile(wanted, part));
            long from = input + (long) part.firstColumn() * factors.bytes();
            long offset = (long) part.firstRow() * DType.F32.bytes();
            if (partEnd == End.ADD_BIAS) {
                worker.run(kernel, part.operands(from, bias.address() + offset, out.address() + offset));
            } else {
                worker.run(kernel, part.operands(from, out.address() + offset));
            }
        }
    }

    private Kernel rounding(CpuTensor in) {
        return roundings.computeIfAbsent(
                new Rounding(in.rows, in.columns, in.stride),
                it -> dnnl.reorder(
                        it.toString(),
                        dnnl.matrix(DType.F32, it.rows, it.columns, it.stride),
                        dnnl.matrix(DType.BF16, it.rows, it.columns, it.columns)));
    }

    private Kernel compile(Shape shape, LinearWeight.Part part) {
        String name = "linear " + shape;
        dnnl_memory_desc bias =
                shape.end == End.ADD_BIAS ? dnnl.matrix(DType.F32, 1, shape.columns, shape.columns) : null;
        dnnl_memory_desc out = dnnl.matrix(DType.F32, shape.rows, shape.columns, shape.outStride);
        dnnl_post_ops after = shape.end == End.ADD_TO_OUT ? dnnl.sum() : null;
        if (part.codes() != null) {
            dnnl_memory_desc in = dnnl.matrix(DType.F32, shape.rows, shape.inner, shape.inStride);
            return dnnl.matmulOfCodes(name, in, part.codes(), bias, out, after);
        }
        dnnl_memory_desc in = dnnl.matrix(precision.factors, shape.rows, shape.inner, shape.inStride);
        return dnnl.matmul(name, in, part.layout(), bias, out, after);
    }
}
