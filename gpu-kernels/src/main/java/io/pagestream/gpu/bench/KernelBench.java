package io.pagestream.gpu.bench;

import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.Tensor;
import io.pagestream.gpu.driver.Check;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.DevicePointer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/**
 * Compares every kernel with the CPU device and measures it against what the same card reached at the beginning of the same
 * run, copying and multiplying. The operands of a measured case are repeated until the card's cache cannot hold them.
 * Belongs to the thread of its devices.
 */
public final class KernelBench {

    /** Larger than the cache of any card so far. */
    private static final double BEYOND_THE_CACHE = 256e6;

    private static final int MOST_COPIES = 16;
    private static final double SECONDS = 0.2;

    private final Device card;
    private final boolean small;

    /** @param small shapes for a device that is slow, such as an emulated one: right or wrong is seen, speed is not */
    public KernelBench(Device card, boolean small) {
        this.card = card;
        this.small = small;
    }

    /**
     * Compares the cases that are measured, at their shapes; the small ones with all operations and odd shapes beside them.
     *
     * @param cpu that computes in f32
     * @param each is told what came of a case as soon as it is there
     */
    public void compare(Device cpu, Consumer<Comparison> each) {
        KernelCheck check = new KernelCheck(card, cpu);
        List<KernelCase> cases = new ArrayList<>(new KernelCases(small).all());
        if (small) {
            cases.addAll(OddCases.all());
        }
        cases.forEach(one -> each.accept(check.of(one)));
    }

    /** Measures for about a second. */
    public Ceilings ceilings() {
        return new Ceilings(copyGigabytes(), multiplyTeraflops());
    }

    /**
     * @param each is told what a case took as soon as it is known
     * @throws DeviceException when the card fails
     */
    public void measure(Ceilings ceilings, Consumer<Measurement> each) {
        for (KernelCase one : new KernelCases(small).all()) {
            double seconds = seconds(one);
            boolean memory = one.bytes() > 0;
            double rate = memory ? one.bytes() / seconds / 1e9 : one.flops() / seconds / 1e12;
            double share = rate / (memory ? ceilings.copyGigabytes() : ceilings.productTeraflops());
            each.accept(new Measurement(one.name(), seconds, rate, memory ? "GB/s" : "TFLOP/s", share));
        }
    }

    private double seconds(KernelCase one) {
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
