package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Products with packed weights: out = in weight^T, with a bias, or added to what is there. */
final class DnnlLinear implements AutoCloseable {

    /*
     * Notes. The library compiles a kernel for each number of rows, and a step of the engine has another number of rows
     * than the one before. So rows are cut into pieces of at most PIECE rows, the last of them into a multiple of STEP
     * and what is left: 63 kernels for each weight's shape serve every step. The cut costs one more reading of the
     * weight, for which there is time when there are more than STEP rows.
     *
     * In f32 a weight stays in its stored type: widening bf16 or f16 to f32 inside of the product is exact, the
     * arithmetic is the same as with an f32 weight, and half the bytes are read. In bf16 the input is rounded first.
     */

    private static final int PIECE = 1024;
    private static final int STEP = 32;
    private static final int ROWS_OF_THE_LAYOUT = 64;

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

    private record Shape(End end, DType weight, int rows, int inner, int columns, int inStride, int outStride) {}

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
        Worker worker = team.whole();
        long input = in.address();
        int inStride = in.stride;
        if (precision == Precision.BF16) {
            inStride = in.columns;
            input = worker.scratch("linear input", (long) DType.BF16.bytes() * in.rows * in.columns);
            worker.run(rounding(in), in.address(), input);
        }
        Shape shape = new Shape(end, weight.type, in.rows, in.columns, out.columns, inStride, out.stride);
        Kernel kernel = products.computeIfAbsent(shape, wanted -> compile(wanted, weight));
        if (end == End.ADD_BIAS) {
            worker.run(kernel, input, weight.address(), bias.address(), out.address());
        } else {
            worker.run(kernel, input, weight.address(), out.address());
        }
    }

    private Kernel rounding(CpuTensor in) {
        return roundings.computeIfAbsent(
                new Rounding(in.rows, in.columns, in.stride),
                it -> dnnl.reorder(
                        it.toString(),
                        Dnnl.matrix(DType.F32, it.rows, it.columns, it.stride),
                        Dnnl.matrix(DType.BF16, it.rows, it.columns, it.columns)));
    }

    private Kernel compile(Shape shape, LinearWeight weight) {
        return dnnl.matmul(
                "linear " + shape,
                Dnnl.matrix(precision.factors, shape.rows, shape.inner, shape.inStride),
                weight.layout,
                shape.end == End.ADD_BIAS ? Dnnl.matrix(DType.F32, 1, shape.columns, shape.columns) : null,
                Dnnl.matrix(DType.F32, shape.rows, shape.columns, shape.outStride),
                shape.end == End.ADD_TO_OUT ? Dnnl.sum() : null);
    }

    /** The type in which a weight that is stored as {@code stored} is multiplied. */
    DType packedType(DType stored) {
        return precision == Precision.BF16 ? DType.BF16 : stored;
    }

    /** The layout in which a weight [rows, columns] is read well, for few rows of input as for many. */
    dnnl_memory_desc packedLayout(DType type, int rows, int columns) {
        Kernel wanted = dnnl.matmul(
                "weight " + type + " [" + rows + ", " + columns + "]",
                Dnnl.matrix(precision.factors, ROWS_OF_THE_LAYOUT, columns, columns),
                Dnnl.any(type, columns, rows),
                null,
                Dnnl.matrix(DType.F32, ROWS_OF_THE_LAYOUT, rows, rows),
                null);
        dnnl_memory_desc layout = Dnnl.copyOf(wanted.layoutOf(DNNL_ARG_WEIGHTS));
        wanted.destroy();
        return layout;
    }

    /** Writes {@code stored} to {@code address} in {@code layout}. */
    void pack(StoredTensor stored, DType type, dnnl_memory_desc layout, long address) {
        int rows = stored.rows();
        int columns = stored.columns();
        // The library turns f32 into bf16 while it packs; everything else it packs as it is.
        DType plainType = stored.type() == type ? type : DType.F32;
        NativeMemory memory = new NativeMemory();
        try (memory) {
            long plain = memory.take((long) rows * columns * plainType.bytes()).address();
            StoredRows.copy(stored, plain, plainType);
            Kernel packing = dnnl.reorder(
                    "packing of " + stored.name() + " [" + rows + ", " + columns + "]",
                    Dnnl.strided(plainType, new long[] {columns, rows}, new long[] {1, columns}),
                    layout);
            team.whole().runOnce(packing, plain, address);
        }
    }

    @Override
    public void close() {
        products.values().forEach(Kernel::destroy);
        products.clear();
        roundings.values().forEach(Kernel::destroy);
        roundings.clear();
    }
}
