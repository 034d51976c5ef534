package io.pagestream.gpu.emulator;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;

/** What a test may ask of the emulator beside the CUDA API. May be called from any thread. */
public final class Emulator {

    private static final int TEXT_BYTES = 16 << 10;

    private Emulator() {}

    /** True when the Maven profile {@code emulator} has built it for this run. */
    public static boolean isThere() {
        return System.getProperty("pagestream.emulator") != null;
    }

    private static NativeLibrary driver() {
        return NativeLibrary.getInstance(Path.of(System.getProperty("pagestream.emulator"), "libcuda.so.1")
                .toString());
    }

    /** Bytes of device memory that are allocated and not freed. */
    public static long liveDeviceBytes() {
        return driver().getFunction("emulator_live_bytes").invokeLong(new Object[] {0});
    }

    /** Bytes of pinned host memory that are allocated and not freed. */
    public static long livePinnedBytes() {
        return driver().getFunction("emulator_live_bytes").invokeLong(new Object[] {1});
    }

    /** What a kernel did wrong since the last reset of the primary context, or an empty text. */
    public static String fault() {
        try (Memory text = new Memory(TEXT_BYTES)) {
            driver().getFunction("emulator_fault").invokeInt(new Object[] {text, (long) TEXT_BYTES});
            return text.getString(0);
        }
    }

    /** @param schedule the order of threads: 0 ascending, 1 descending, others random, always the same for a number */
    public static void useSchedule(int schedule) {
        driver().getFunction("emulator_set_schedule").invokeInt(new Object[] {schedule});
    }
}
