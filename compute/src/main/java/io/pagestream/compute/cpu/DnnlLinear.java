package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;

/** Products with packed weights: out = in weight^T, with a bias, or added to what is there. */
final class DnnlLinear {

    private final Dnnl dnnl;
    private final Worker worker;
    private final Precision precision;
    private final Map<Shape, Kernel> kernels = new ConcurrentHashMap<>();

    /** What a compiled product depends on. */
    private record Shape(End end, int rows, int inner, int columns, int inStride, int outStride) {}

    /** How a product ends. */
    enum End {
        STORE,
        ADD_BIAS,
        ADD_TO_OUT
    }

    DnnlLinear(Dnnl dnnl, Worker worker, Precision precision) {
        this.dnnl = dnnl;
        this.worker = worker;
        this.precision = precision;
    }

    void run(CpuTensor out, CpuTensor in, LinearWeight weight, CpuTensor bias, End end) {
        if (in.rows == 0) {
            return;
        }
        long input = in.address();
        int inStride = in.stride;
        if (precision == Precision.BF16) {
            inStride = in.columns;
            input = worker.scratch("linear input", 2L * in.rows * in.columns);
            worker.run(rounding(in), in.address(), input);
        }
        Kernel kernel = kernels.computeIfAbsent(
                new Shape(end, in.rows, in.columns, out.columns, inStride, out.stride),
                shape -> compile(shape, weight));
        if (end == End.ADD_BIAS) {
            worker.run(kernel, input, weight.address, bias.address(), out.address());
        } else {
            worker.run(kernel, input, weight.address, out.address());
        }
    }

    private final Map<Shape, Kernel> roundings = new ConcurrentHashMap<>();

    private Kernel rounding(CpuTensor in) {
        return roundings.computeIfAbsent(
                new Shape(End.STORE, in.rows, in.columns, 0, in.stride, 0),
                shape -> dnnl.reorder(
                        "rounding " + shape,
                        matrix(DType.F32, shape.rows, shape.inner, shape.inStride),
                        matrix(DType.BF16, shape.rows, shape.inner, shape.inner)));
    }

    private Kernel compile(Shape shape, LinearWeight weight) {
        dnnl_post_ops after = shape.end == End.ADD_TO_OUT ? Dnnl.sum() : null;
        return dnnl.matmul(
                "linear " + shape,
                matrix(weight.type, shape.rows, shape.inner, shape.inStride),
                weight.layout,
                shape.end == End.ADD_BIAS ? matrix(DType.F32, 1, shape.columns, shape.columns) : null,
                matrix(DType.F32, shape.rows, shape.columns, shape.outStride),
                Dnnl.attributes(after));
    }

    private static dnnl_memory_desc matrix(DType type, int rows, int columns, int stride) {
        return Dnnl.strided(type, new long[] {rows, columns}, new long[] {stride, 1});
    }

    /** The layout in which a weight [rows, columns] is read best, for few rows of input as for many. */
    dnnl_memory_desc packedLayout(int rows, int columns) {
        Kernel wanted = dnnl.matmul(
                "layout of weight [" + rows + ", " + columns + "]",
                matrix(precision.factors, 64, columns, columns),
                Dnnl.any(precision.factors, columns, rows),
                null,
                matrix(DType.F32, 64, rows, rows),
                Dnnl.attributes(null));
        return wanted.layoutOf(org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS);
    }

    /** Writes {@code stored} to {@code address} in {@code layout}. */
    void pack(StoredTensor stored, dnnl_memory_desc layout, long address, NativeMemory memory) {
        int rows = stored.rows();
        int columns = stored.columns();
        boolean direct = stored.type() != DType.F16;
        DType type = direct ? stored.type() : DType.F32;
        NativeMemory.Block plain = memory.take((long) rows * columns * type.bytes());
        try {
            StoredRows.copy(stored, plain.address(), type);
            dnnl_memory_desc transposed = Dnnl.strided(type, new long[] {columns, rows}, new long[] {1, columns});
            Kernel packing = dnnl.reorder("packing of " + stored.name(), transposed, layout);
            try (Worker once = new Worker(dnnl)) {
                once.run(packing, plain.address(), address);
            }
            packing.destroy();
        } finally {
            memory.giveBack(plain);
        }
    }

    void close() {
        kernels.values().forEach(Kernel::destroy);
        roundings.values().forEach(Kernel::destroy);
    }
}
