package io.pagestream.compute.cpu;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Times the operations at the shapes of a 1B vision-language model and prints the best of several runs. Arguments: the
 * device, then words that the lines to run begin with. With one thread ({@code -Dpagestream.cpu.threads=1}) it counts
 * that thread's processor time, which says something on a busy machine too.
 */
final class CpuBench {

    private static final long NANOS_FOR_EACH = 1_500_000_000L;
    private static final int LEAST_RUNS = 4;
    private static final int MOST_RUNS = 3000;

    private static final LongSupplier CLOCK = Integer.getInteger(CpuDeviceProvider.THREADS, 0) == 1
            ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime
            : System::nanoTime;

    private final Device device;
    private final Ops ops;
    private final List<String> wanted;

    private CpuBench(Device device, List<String> wanted) {
        this.device = device;
        this.ops = device.ops();
        this.wanted = wanted;
    }

    public static void main(String[] arguments) {
        try (Device device = Devices.open(arguments.length > 0 ? arguments[0] : "cpu")) {
            System.out.println(device.description());
            CpuBench bench = new CpuBench(
                    device, List.of(arguments).subList(Math.min(1, arguments.length), Math.max(1, arguments.length)));
            bench.linears();
            bench.rows();
            bench.within();
            bench.decode();
            bench.prefill();
        }
    }

    private void linears() {
        int[][] shapes = {
            {1025, 1024, 3072},
            {1025, 1024, 4096},
            {1025, 4096, 1024},
            {512, 896, 9728},
            {16, 896, 9728},
            {8, 896, 9728},
            {1, 896, 9728},
            {1, 4864, 896},
            {1, 896, 896},
            {1, 896, 151655},
            {8, 256, 1024}
        };
        for (int[] shape : shapes) {
            int rows = shape[0];
            int inner = shape[1];
            int columns = shape[2];
            String name = "linear " + rows + " x " + inner + " x " + columns;
            if (skips(name)) {
                continue;
            }
            try (Tensor in = zeros(rows, inner);
                    Tensor out = zeros(rows, columns);
                    Tensor weight = device.load(new Zeros(columns, inner), WeightUse.LINEAR)) {
                double seconds = best(() -> ops.linear(out, in, weight));
                print(name, seconds, 2.0 * rows * inner * columns, 2.0 * inner * columns);
            }
        }
    }

    private void rows() {
        try (Tensor wide = zeros(1025, 9728);
                Tensor rows = zeros(1025, 1024);
                Tensor out = zeros(1025, 1024);
                Tensor vector = device.load(new Zeros(1, 1024), WeightUse.VECTOR);
                Tensor cosSin = zeros(1025, 64)) {
            Tensor gelu = wide.rowRange(0, 421);
            row("rows gelu 421 x 9728", gelu, () -> ops.gelu(gelu));
            Tensor gate = wide.rowRange(0, 512).columnRange(0, 4864);
            Tensor up = wide.rowRange(0, 512).columnRange(4864, 4864);
            row("rows siluTimes 512 x 4864", gate, () -> ops.siluTimes(gate, gate, up));
            row("rows layerNorm 1025 x 1024", rows, () -> ops.layerNorm(out, rows, vector, vector, 1e-6f));
            row("rows rmsNorm 1025 x 1024", rows, () -> ops.rmsNorm(out, rows, vector, 1e-6f));
            row("rows addScaled 1025 x 1024", rows, () -> ops.addScaled(out, rows, vector));
            row("rows add 1025 x 1024", rows, () -> ops.add(out, rows));
            row("rows rotate 1025 x 1024", rows, () -> ops.rotate(rows, 16, cosSin));
            Tensor one = rows.rowRange(0, 1);
            row("rows rmsNorm 1 x 1024", one, () -> ops.rmsNorm(out.rowRange(0, 1), one, vector, 1e-6f));
            row("rows add 1 x 1024", one, () -> ops.add(out.rowRange(0, 1), one));
        }
    }

    private void row(String name, Tensor tensor, Runnable work) {
        if (!skips(name)) {
            print(name, best(work), 0, 8.0 * tensor.rows() * tensor.columns());
        }
    }

    private void within() {
        String name = "within 1025 tokens, 16 heads of 64";
        if (skips(name)) {
            return;
        }
        try (Tensor in = zeros(1025, 3072);
                Tensor out = zeros(1025, 1024)) {
            Tensor query = in.columnRange(0, 1024);
            Tensor key = in.columnRange(1024, 1024);
            Tensor value = in.columnRange(2048, 1024);
            double seconds = best(() -> ops.attendWithin(out, query, key, value, 1025, 16));
            print(name, seconds, 4.0 * 16 * 1025 * 1025 * 64, 0);
        }
    }

    private void decode() {
        for (int[] shape : new int[][] {{1, 500, 16}, {16, 500, 16}, {16, 3400, 16}, {16, 3400, 64}, {16, 3400, 256}}) {
            attend("decode", BILLION, shape[0], 1, shape[1], shape[2], false);
        }
        attend("decode", BILLION, 16, 1, 3400, 16, true);
        for (int sequences : new int[] {1, 16}) {
            attend("decode", SMALL, sequences, 1, 90, 32, false);
            attend("decode", SMALL, sequences, 1, 250, 32, false);
        }
        for (int sequences : new int[] {1, 12}) {
            attend("decode", SMALL, sequences, 1, 5000, 16, false);
            attend("decode", SMALL, sequences, 1, 5000, 16, true);
        }
    }

    private void prefill() {
        for (int[] shape : new int[][] {{512, 0}, {512, 2900}, {1024, 31744}}) {
            attend("prefill", BILLION, 1, shape[0], shape[1], 16, false);
        }
    }

    /** Heads of 64, one layer. */
    private record Heads(int query, int key) {

        int side() {
            return 64;
        }
    }

    private static final Heads BILLION = new Heads(14, 2);
    private static final Heads SMALL = new Heads(3, 3);

    private void attend(
            String kind, Heads heads, int sequences, int rows, int past, int blockTokens, boolean scattered) {
        String name = kind + " of " + sequences + " x " + rows + " rows behind " + past + ", " + heads.query + " on "
                + heads.key + " heads, blocks of " + blockTokens + (scattered ? ", scattered" : "");
        if (skips(name)) {
            return;
        }
        int blocks = (past + rows + blockTokens - 1) / blockTokens;
        CacheShape shape = new CacheShape(1, heads.key, heads.side(), sequences * blocks, blockTokens);
        List<StepSpans.Span> spans = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            int first = i * blocks;
            spans.add(new StepSpans.Span(
                    i * rows,
                    rows,
                    past,
                    IntStream.range(0, blocks)
                            .map(block -> first + (scattered ? blocks - 1 - block : block))
                            .toArray()));
        }
        StepSpans step = new StepSpans(spans);
        int wide = heads.query * heads.side();
        int narrow = heads.key * heads.side();
        try (PagedKeysAndValues cache = device.allocateCache(shape);
                Tensor in = zeros(sequences * rows, wide + 2 * narrow);
                Tensor out = zeros(sequences * rows, wide)) {
            Tensor query = in.columnRange(0, wide);
            Tensor key = in.columnRange(wide, narrow);
            Tensor value = in.columnRange(wide + narrow, narrow);
            for (int block = 0; block < blocks; block++) {
                // Memory that was never written is one page of zeros, which nothing has to fetch.
                int at = block * blockTokens;
                List<StepSpans.Span> beginnings = spans.stream()
                        .map(span -> new StepSpans.Span(span.firstRow(), 1, at, span.blocks()))
                        .toList();
                ops.attend(out, query, key, value, cache, 0, new StepSpans(beginnings));
            }
            double seconds = best(() -> ops.attend(out, query, key, value, cache, 0, step));
            double seen = (double) sequences * rows * (past + (rows + 1) / 2.0);
            print(name, seconds, 4.0 * wide * seen, 2.0 * 4 * narrow * sequences * (past + rows));
        }
    }

    private boolean skips(String name) {
        return !wanted.isEmpty() && wanted.stream().noneMatch(name::startsWith);
    }

    private Tensor zeros(int rows, int columns) {
        Tensor tensor = device.allocate(device.activations(), MemoryTag.ACTIVATIONS, rows, columns);
        tensor.write(new float[rows * columns]);
        return tensor;
    }

    private static double best(Runnable work) {
        double best = Double.MAX_VALUE;
        long start = System.nanoTime();
        for (int run = 0; run < MOST_RUNS; run++) {
            if (run >= LEAST_RUNS && System.nanoTime() - start > NANOS_FOR_EACH) {
                break;
            }
            long before = CLOCK.getAsLong();
            work.run();
            best = Math.min(best, (CLOCK.getAsLong() - before) / 1e9);
        }
        return best;
    }

    private static void print(String name, double seconds, double operations, double bytes) {
        System.out.printf(
                "%-85s %10.1f us %8.1f GFLOP/s %7.1f GB/s%n",
                name, seconds * 1e6, operations / seconds / 1e9, bytes / seconds / 1e9);
    }

    /** A bf16 weight of zeros. */
    private record Zeros(int rows, int columns) implements StoredTensor {

        @Override
        public String name() {
            return "zeros";
        }

        @Override
        public DType type() {
            return DType.BF16;
        }

        @Override
        public ByteBuffer rows(int first, int count) {
            return ByteBuffer.allocate(Math.multiplyExact(2 * columns, count));
        }
    }
}
