package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Half of the heap, shared by all pages that are being decoded in this JVM.
 *
 * <p>A page says how much it will take before it takes it. More than there is altogether is refused; more than is free at the
 * moment waits for other pages, until the deadline. So large pages never meet in memory.
 */
public final class MemoryBudget {

    private static final int MIB_SHIFT = 20;
    private static final int TOTAL_MIB =
            (int) Math.min(1 << 20, Math.max(64, Runtime.getRuntime().maxMemory() / 2 >> MIB_SHIFT));
    private static final Semaphore FREE_MIB = new Semaphore(TOTAL_MIB, true);

    private MemoryBudget() {}

    static long total() {
        return (long) TOTAL_MIB << MIB_SHIFT;
    }

    /** Takes {@code bytes} until the share is closed; {@code what} needs them is said when it is too much. */
    public static Share take(long bytes, Deadline deadline, String what) {
        long mib = (bytes >> MIB_SHIFT) + 1;
        if (mib > TOTAL_MIB) {
            throw new Refused(
                    Reason.TOO_MANY_PIXELS,
                    what + " needs " + mib + " MiB to decode; this process has " + TOTAL_MIB
                            + " MiB for that (half of its heap): give it more with -Xmx (pagestream.decode.process-memory where it is"
                            + " decoded in a process of its own), or send a smaller page");
        }
        try {
            if (!FREE_MIB.tryAcquire((int) mib, deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw new Refused(
                        Reason.TIMED_OUT,
                        what + " waited longer than " + deadline.allowed() + " for the memory of other pages");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Reason.TIMED_OUT, what + " was given up while it waited for memory");
        }
        return new Share((int) mib);
    }

    /** Memory that was taken; closing it gives it back. */
    public record Share(int mib) {

        public void close() {
            FREE_MIB.release(mib);
        }
    }
}
