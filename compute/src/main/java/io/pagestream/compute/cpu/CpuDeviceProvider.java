package io.pagestream.compute.cpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.DeviceProvider;

/**
 * Opens {@code cpu} (bf16 where the processor has it, else f32), {@code cpu:f32} and {@code cpu:bf16}. The system
 * property {@value #THREADS} bounds its threads; without it, it takes as many as there are processors.
 */
public final class CpuDeviceProvider implements DeviceProvider {

    /** Name of the system property with the number of threads. */
    public static final String THREADS = "pagestream.cpu.threads";

    private static final int MOST_THREADS = 1024;

    @Override
    public boolean opens(String name) {
        return name.equals("cpu") || name.equals("cpu:f32") || name.equals("cpu:bf16");
    }

    @Override
    public String names() {
        return "cpu, cpu:f32, cpu:bf16";
    }

    @Override
    public Device open(String name) {
        int threads = threads();
        try {
            return new CpuDevice(name, precision(name), threads);
        } catch (LinkageError e) { // no native library for this platform, or one that does not load
            throw new DeviceException(
                    name + ": the native library oneDNN cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + e.getMessage(),
                    e);
        }
    }

    private static Precision precision(String name) {
        return switch (name) {
            case "cpu:f32" -> Precision.F32;
            case "cpu:bf16" -> bf16(name);
            default -> Dnnl.hasBf16() ? Precision.BF16 : Precision.F32;
        };
    }

    private static Precision bf16(String name) {
        if (!Dnnl.hasBf16()) {
            throw new DeviceException(name + ": this processor multiplies no bf16 (that takes AVX-512 BF16 or AMX); "
                    + "open cpu or cpu:f32");
        }
        return Precision.BF16;
    }

    private static int threads() {
        int threads = Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors());
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(THREADS + " must be from 1 to " + MOST_THREADS + ", got " + threads);
        }
        return threads;
    }
}
