package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Packs stored weights once, at loading, as products read them best. */
final class WeightPacking {

    /*
     * Notes. In f32 a weight stays in its stored type: widening bf16 or f16 to f32 inside of the product is exact, the
     * arithmetic is that of an f32 weight, and half the bytes are read. The library has fast code for such a product
     * only if the weight's rows are a multiple of 8, otherwise it falls back to a loop that is a thousand times slower;
     * so the last rows of an odd weight (a vocabulary of 151,655) are a part of their own, in f32.
     */

    private static final int EVEN_ROWS = 16;
    private static final int ROWS_OF_INPUT = 64;

    private final Dnnl dnnl;
    private final Team team;
    private final Precision precision;

    WeightPacking(Dnnl dnnl, Team team, Precision precision) {
        this.dnnl = dnnl;
        this.team = team;
        this.precision = precision;
    }

    /** How a weight will lie: the parts with addresses from 0 on. */
    List<LinearWeight.Part> plan(StoredTensor stored) {
        DType type = precision == Precision.BF16 ? DType.BF16 : stored.type();
        DType oddType = precision == Precision.BF16 ? DType.BF16 : DType.F32;
        int even = type == oddType ? stored.rows() : stored.rows() / EVEN_ROWS * EVEN_ROWS;
        List<LinearWeight.Part> parts = new ArrayList<>();
        if (even > 0) {
            parts.add(new LinearWeight.Part(0, even, type, layout(type, even, stored.columns()), 0));
        }
        if (even < stored.rows()) {
            int odd = stored.rows() - even;
            long address = even == 0 ? 0 : end(parts.get(0));
            parts.add(new LinearWeight.Part(even, odd, oddType, layout(oddType, odd, stored.columns()), address));
        }
        return parts;
    }

    /** Bytes of all parts of a plan. */
    static long bytes(List<LinearWeight.Part> plan) {
        return plan.isEmpty() ? 0 : end(plan.get(plan.size() - 1));
    }

    private static long end(LinearWeight.Part part) {
        return NativeMemory.aligned(part.address() + Dnnl.bytes(part.layout()));
    }

    /** The layout that is read well for few rows of input as for many. */
    private dnnl_memory_desc layout(DType type, int rows, int columns) {
        Kernel wanted = dnnl.matmul(
                "weight " + type + " [" + rows + ", " + columns + "]",
                dnnl.matrix(precision.factors, ROWS_OF_INPUT, columns, columns),
                dnnl.any(type, columns, rows),
                null,
                dnnl.matrix(DType.F32, ROWS_OF_INPUT, rows, rows),
                null);
        dnnl_memory_desc layout = dnnl.copyOf(wanted.layoutOf(DNNL_ARG_WEIGHTS));
        dnnl.destroy(wanted);
        return layout;
    }

    /** Packs {@code stored} as planned, from {@code address} on; returns the parts where they are. */
    List<LinearWeight.Part> pack(StoredTensor stored, List<LinearWeight.Part> plan, long address) {
        return plan.stream()
                .map(part -> new LinearWeight.Part(
                        part.first(), part.rows(), part.type(), part.layout(), address + part.address()))
                .peek(part -> pack(stored, part))
                .toList();
    }

    private void pack(StoredTensor stored, LinearWeight.Part part) {
        int columns = stored.columns();
        // The library turns f32 into bf16 while it packs; everything else it packs as it is.
        DType plainType = stored.type() == part.type() ? part.type() : DType.F32;
        try (NativeMemory memory = new NativeMemory(0)) {
            long plain = memory.take((long) part.rows() * columns * plainType.bytes())
                    .address();
            StoredRows.copy(stored, part.first(), part.rows(), plainType, plain);
            Kernel packing = dnnl.reorder(
                    "packing of " + stored.name() + " [" + stored.rows() + ", " + columns + "]",
                    dnnl.strided(plainType, new long[] {columns, part.rows()}, new long[] {1, columns}),
                    part.layout());
            team.whole().runOnce(packing, plain, part.address());
        }
    }
}
