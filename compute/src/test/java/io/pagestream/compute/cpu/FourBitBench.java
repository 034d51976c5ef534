package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.FourBits;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Times the same products with weights in f32, in bf16 and stored in four bits. The kinds take turns, so that what else runs on
 * the machine meets all of them alike; printed are the best and the middle of all turns. There are so many weights that
 * no cache holds them. Arguments: the device, and how many turns. With one thread ({@code -Dpagestream.cpu.threads=1}) it
 * counts that thread's processor time, which says something on a busy machine too.
 */
final class FourBitBench {

    private static final int GROUP = 128;
    private static final int SIDE = 4096;
    private static final long BYTES_OF_A_TURN = 128L << 20;

    /** [rows, columns] of the products of one decoder layer of InternVL2.5-1B, which has 24. */
    private static final int[][] LAYER = {{1152, 896}, {896, 896}, {9728, 896}, {896, 4864}};

    private static final int LAYERS = 24;

    private static final LongSupplier CLOCK = Integer.getInteger(CpuDeviceProvider.THREADS, 0) == 1
            ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime
            : System::nanoTime;

    private final Device device;
    private final int turns;

    private FourBitBench(Device device, int turns) {
        this.device = device;
        this.turns = turns;
    }

    private enum Kind {
        F32(DType.F32, 4),
        BF16(DType.BF16, 2),
        FOUR_BITS(DType.F32, 1 + 4.0 / GROUP);

        final DType type;
        final double bytes;

        Kind(DType type, double bytes) {
            this.type = type;
            this.bytes = bytes;
        }
    }

    public static void main(String[] arguments) {
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        try (Device device = Devices.open(arguments.length > 0 ? arguments[0] : "cpu:f32")) {
            System.out.println(device.description() + ", turns: " + turns + ", load: " + load());
            FourBitBench bench = new FourBitBench(device, turns);
            int[][] square = {{SIDE, SIDE}};
            for (int rows : new int[] {1, 8, 64, 512}) {
                bench.run("linear, " + rows + " rows, 4096 x 4096", rows, square, 0);
            }
            bench.run("all products of 24 layers, 1 row, 1B", 1, LAYER, LAYERS);
            bench.run("all products of 24 layers, 16 rows, 1B", 16, LAYER, LAYERS);
            System.out.println("load: " + load());
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** @param copies of the shapes, or 0 for as many as no cache can hold */
    private void run(String name, int rows, int[][] shapes, int copies) {
        long elements = Arrays.stream(shapes)
                .mapToLong(shape -> (long) shape[0] * shape[1])
                .sum();
        Map<Kind, List<Tensor>> weights = new EnumMap<>(Kind.class);
        Map<Kind, double[]> seconds = new EnumMap<>(Kind.class);
        try (Tensor in = zeros(rows, 9728);
                Tensor out = zeros(rows, 9728)) {
            for (Kind kind : Kind.values()) {
                int count = copies > 0 ? copies : (int) Math.ceil(BYTES_OF_A_TURN / (elements * kind.bytes));
                weights.put(kind, loaded(kind, shapes, count));
                seconds.put(kind, new double[turns]);
            }
            for (int turn = -1; turn < turns; turn++) { // the first one compiles
                for (Kind kind : Kind.values()) {
                    long before = CLOCK.getAsLong();
                    for (Tensor weight : weights.get(kind)) {
                        device.ops()
                                .linear(out.columnRange(0, weight.rows()), in.columnRange(0, weight.columns()), weight);
                    }
                    seconds.get(kind)[Math.max(0, turn)] = (CLOCK.getAsLong() - before) / 1e9;
                }
            }
        }
        for (Kind kind : Kind.values()) {
            double passes = copies > 0 ? 1 : weights.get(kind).size();
            double read = elements * kind.bytes * Math.max(1, copies);
            print(name + ", " + kind, seconds.get(kind), passes, read);
            weights.get(kind).forEach(Tensor::close);
        }
    }

    private List<Tensor> loaded(Kind kind, int[][] shapes, int copies) {
        List<Tensor> loaded = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            for (int[] shape : shapes) {
                loaded.add(device.load(new Zeros(kind, shape[0], shape[1]), WeightUse.LINEAR));
            }
        }
        return loaded;
    }

    private Tensor zeros(int rows, int columns) {
        Tensor tensor = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, rows, columns);
        tensor.write(new float[rows * columns]);
        return tensor;
    }

    private static void print(String name, double[] seconds, double passes, double bytes) {
        Arrays.sort(seconds);
        double best = seconds[0] / passes;
        double middle = seconds[seconds.length / 2] / passes;
        System.out.printf(
                "%-55s best %8.2f ms %6.1f GB/s   middle %8.2f ms%n",
                name, best * 1e3, bytes / best / 1e9, middle * 1e3);
    }

    /** A weight of zeros. */
    private record Zeros(Kind kind, int rows, int columns) implements StoredTensor {

        @Override
        public String name() {
            return "zeros";
        }

        @Override
        public DType type() {
            return kind.type;
        }

        @Override
        public ByteBuffer rows(int first, int count) {
            return ByteBuffer.allocate(Math.multiplyExact(type().bytes() * columns, count));
        }

        @Override
        public Optional<FourBits> fourBits() {
            return kind == Kind.FOUR_BITS ? Optional.of(new FourBitsOfZeros(columns)) : Optional.empty();
        }
    }

    private record FourBitsOfZeros(int columns) implements FourBits {

        @Override
        public int group() {
            return GROUP;
        }

        @Override
        public FourBitRows rows(int first, int count) {
            int groups = count * (columns / GROUP);
            return new FourBitRows(columns, GROUP, new byte[count * columns], new byte[groups], new float[groups]);
        }
    }
}
