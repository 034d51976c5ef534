package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.pagestream.compute.DType;
import io.pagestream.compute.FourBits;
import io.pagestream.compute.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Packs stored weights once, at loading, as products read them best. */
final class WeightPacking {

    /*
     * Notes. In f32 a weight stays in its stored type: widening bf16 or f16 to f32 inside of the product is exact, the
     * arithmetic is that of an f32 weight, and half the bytes are read. The library (oneDNN 3.11) sets two conditions
     * that it does not tell. Its fast code for such a product wants rows in a multiple of 8, otherwise it falls back to
     * a loop that is a thousand times slower; so the last rows of an odd weight (a vocabulary of 151,655) are parts of
     * their own, in f32. And with AVX2 the product is wrong beyond some 1,024 columns, in every row; so long rows are
     * cut, and the pieces' products are added up.
     *
     * The library packs elements of two bytes by a plain loop where there is no AVX-512, which takes a minute for a
     * model of the 1B size; HalfPacking does it in seconds.
     *
     * A weight stored in four bits is kept as codes less their zeros, a byte each, with the scales beside them, and is
     * multiplied in f32 in every precision: the library unpacks them on the way, and a whole number from -15 to 15 times
     * a scale of 16 bits is exact. Bytes and not four bits, because the library unpacks those three times slower. What
     * does not fit, or what the library has only a plain loop for, is unpacked here.
     */

    private static final int EVEN_ROWS = 16;
    private static final int MIXED_COLUMNS = 1024;
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
        team.whole(); // the library chooses layouts for as many threads as it may start
        return stored.fourBits().flatMap(bits -> planFourBits(stored, bits)).orElseGet(() -> planWhole(stored));
    }

    private Optional<List<LinearWeight.Part>> planFourBits(StoredTensor stored, FourBits bits) {
        int rows = stored.rows();
        int columns = stored.columns();
        if (columns % bits.group() != 0) {
            return Optional.empty();
        }
        CodeLayout layout = CodeLayout.any(dnnl, rows, columns, bits.group());
        for (int inputs : new int[] {ROWS_OF_INPUT, 1}) { // the first one chooses where the codes lie
            Kernel wanted = dnnl.matmulOfCodes(
                    "weight of codes [" + rows + ", " + columns + "]",
                    dnnl.matrix(DType.F32, inputs, columns, columns),
                    layout,
                    null,
                    dnnl.matrix(DType.F32, inputs, rows, rows),
                    null);
            layout = layout.with(dnnl.copyOf(wanted.layoutOf(DNNL_ARG_WEIGHTS)));
            boolean plainLoop = wanted.implementation().startsWith("ref");
            dnnl.destroy(wanted);
            if (plainLoop || BlockedLayout.of(layout.codes()).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(List.of(new LinearWeight.Part(0, rows, 0, columns, DType.F32, layout.codes(), layout, 0)));
    }

    private List<LinearWeight.Part> planWhole(StoredTensor stored) {
        DType type = precision == Precision.BF16 ? DType.BF16 : stored.type();
        boolean mixed = type != precision.factors;
        int even = mixed ? stored.rows() / EVEN_ROWS * EVEN_ROWS : stored.rows();
        List<LinearWeight.Part> parts = new ArrayList<>();
        for (int column = 0; mixed && even > 0 && column < stored.columns(); column += MIXED_COLUMNS) {
            int columns = Math.min(MIXED_COLUMNS, stored.columns() - column);
            parts.add(part(0, even, column, columns, type, bytes(parts)));
        }
        int first = mixed ? even : 0;
        if (first < stored.rows()) {
            parts.add(part(first, stored.rows() - first, 0, stored.columns(), precision.factors, bytes(parts)));
        }
        return parts;
    }

    private LinearWeight.Part part(int firstRow, int rows, int firstColumn, int columns, DType type, long address) {
        return new LinearWeight.Part(
                firstRow, rows, firstColumn, columns, type, layout(type, rows, columns), null, address);
    }

    /** Bytes of all parts of a plan. */
    static long bytes(List<LinearWeight.Part> plan) {
        if (plan.isEmpty()) {
            return 0;
        }
        return plan.get(plan.size() - 1).end();
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
        List<LinearWeight.Part> parts =
                plan.stream().map(part -> part.at(address + part.address())).toList();
        for (LinearWeight.Part part : parts) {
            if (part.codes() != null) {
                BlockedLayout layout = BlockedLayout.of(part.layout()).orElseThrow();
                new CodePacking(team, stored.fourBits().orElseThrow(), part, layout).run();
                continue;
            }
            Optional<BlockedLayout> layout = part.type().bytes() == 2 && part.type() == stored.type()
                    ? BlockedLayout.of(part.layout())
                    : Optional.empty();
            if (layout.isPresent()) {
                new HalfPacking(team, stored, part, layout.get()).run();
            } else {
                pack(stored, part);
            }
        }
        return parts;
    }

    private void pack(StoredTensor stored, LinearWeight.Part part) {
        int columns = stored.columns();
        // The library turns f32 into bf16 while it packs; everything else it packs as it is.
        DType plainType = stored.type() == part.type() ? part.type() : DType.F32;
        try (NativeMemory memory = new NativeMemory(0)) {
            long plain = memory.take((long) part.rows() * columns * plainType.bytes())
                    .address();
            StoredRows.copy(stored, part.firstRow(), part.rows(), plainType, plain);
            Kernel packing = dnnl.reorder(
                    "packing of " + stored.name() + " [" + stored.rows() + ", " + columns + "]",
                    dnnl.strided(plainType, new long[] {part.columns(), part.rows()}, new long[] {1, columns}),
                    part.layout());
            long from = plain + (long) part.firstColumn() * plainType.bytes();
            team.whole().runOnce(packing, from, part.address());
        }
    }
}
