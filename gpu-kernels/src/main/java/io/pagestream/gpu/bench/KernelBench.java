package io.pagestream.gpu.bench;

import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.Devices;
import io.pagestream.compute.Tensor;
import io.pagestream.gpu.bench.KernelCase.Prepared;
import io.pagestream.gpu.driver.Check;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.DevicePointer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/**
 * Checks every kernel against the CPU device and measures it: {@code KernelBench [cuda:0] [small]}. Prints microseconds for
 * each call with its launch, GB/s or TFLOP/s of the floor (what the fastest kernel would have to move or compute), and the
 * share of what the same card reached at the beginning of the same run, copying and multiplying. The operands of a case
 * are repeated until the card's cache cannot hold them.
 */
public final class KernelBench {

    /** Larger than the cache of any card so far. */
    private static final double BEYOND_THE_CACHE = 256e6;

    private static final int MOST_COPIES = 16;
    private static final double SECONDS = 0.2;
    private static final double TOLERANCE = 3e-2;
    private static final String LINE = "%-34s %12.1f us %12.1f %-8s %6.1f %%   error %.1e%n";

    private final Device card;
    private final Device cpu;
    private final boolean small;
    private final PrintStream out;

    KernelBench(Device card, Device cpu, boolean small, PrintStream out) {
        this.card = card;
        this.cpu = cpu;
        this.small = small;
        this.out = out;
    }

    /** @param arguments a device, {@code cuda:0} when it is left out; {@code small} for shapes of the emulator */
    public static void main(String... arguments) {
        List<String> given = new ArrayList<>(List.of(arguments));
        boolean small = given.remove("small");
        try (Device card = Devices.open(given.isEmpty() ? "cuda:0" : given.get(0));
                Device cpu = Devices.open("cpu:f32")) {
            new KernelBench(card, cpu, small, System.out).run();
        }
    }

    /** @throws DeviceException when a result is wrong */
    void run() {
        out.println(card.description());
        double copied = copyGigabytes();
        double multiplied = multiplyTeraflops();
        out.printf("ceilings: copy %.0f GB/s (read and written), product %.1f TFLOP/s%n", copied, multiplied);
        for (KernelCase one : new KernelCases(small).all()) {
            double error = check(one);
            double seconds = measure(one);
            boolean memory = one.bytes() > 0;
            double rate = memory ? one.bytes() / seconds / 1e9 : one.flops() / seconds / 1e12;
            double share = 100 * rate / (memory ? copied : multiplied);
            out.printf(LINE, one.name(), 1e6 * seconds, rate, memory ? "GB/s" : "TFLOP/s", share, error);
        }
    }

    /** The largest difference to the CPU, relative to 1 + the value. */
    private double check(KernelCase one) {
        try (Side right = new Side(cpu);
                Side checked = new Side(card)) {
            Prepared expected = one.prepare().apply(right);
            Prepared actual = one.prepare().apply(checked);
            expected.run().run();
            actual.run().run();
            float[] wanted = expected.result().toFloats();
            float[] found = actual.result().toFloats();
            double worst = 0;
            for (int i = 0; i < wanted.length; i++) {
                double error = Math.abs(found[i] - wanted[i]) / (1 + Math.abs(wanted[i]));
                if (!(error <= TOLERANCE)) {
                    throw new DeviceException(
                            one.name() + ": element " + i + " is " + found[i] + ", the CPU computes " + wanted[i]);
                }
                worst = Math.max(worst, error);
            }
            return worst;
        }
    }

    private double measure(KernelCase one) {
        double size = Math.max(one.bytes(), Math.sqrt(one.flops()));
        int copies = small ? 1 : (int) Math.max(1, Math.min(MOST_COPIES, BEYOND_THE_CACHE / size));
        try (Side side = new Side(card)) {
            List<Runnable> runs = new ArrayList<>();
            for (int i = 0; i < copies; i++) {
                runs.add(one.prepare().apply(side).run());
            }
            return seconds(runs, card.ops()::await);
        }
    }

    /** Seconds of one call, of as many as fill the time. */
    private double seconds(List<Runnable> runs, Runnable await) {
        runs.forEach(Runnable::run);
        await.run();
        long calls = 1;
        while (true) {
            long start = System.nanoTime();
            for (long i = 0; i < calls; i++) {
                runs.get((int) (i % runs.size())).run();
            }
            await.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (small || seconds > SECONDS) {
                return seconds / calls;
            }
            calls = Math.max(2 * calls, (long) (1.2 * SECONDS / seconds * calls));
        }
    }

    /** The driver's own copy from device to device: what the card's memory can do. */
    private double copyGigabytes() {
        long bytes = small ? 1 << 12 : 1L << 29;
        try (CudaContext context = CudaContext.open(
                        card.name(), Integer.parseInt(card.name().split(":")[1]));
                DeviceMemory memory = new DeviceMemory(context)) {
            CUdeviceptr to = DevicePointer.of(memory.take(null, bytes).address());
            CUdeviceptr from = DevicePointer.of(memory.take(null, bytes).address());
            double seconds = seconds(
                    List.of(() -> Check.driver(
                            JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, context.stream()), "copying " + bytes)),
                    context::await);
            return 2 * bytes / seconds / 1e9;
        }
    }

    private double multiplyTeraflops() {
        int side = small ? 64 : 8192;
        try (Side operands = new Side(card)) {
            Tensor weight = operands.linear(side, side);
            Tensor in = operands.activations(side, side);
            Tensor result = operands.activations(side, side);
            return 2.0
                    * side
                    * side
                    * side
                    / seconds(List.of(() -> card.ops().linear(result, in, weight)), card.ops()::await)
                    / 1e12;
        }
    }
}
