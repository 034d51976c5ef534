package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.time.Duration;

/** A moment by which a piece of work must be done; whoever does the work asks now and then. */
public final class Deadline {

    private final Duration allowed;
    private final long end;

    public Deadline(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    /** @throws Refused when the time is over, or the caller has given up */
    public void check() {
        if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
            throw new Refused(Reason.TIMED_OUT, "not done within " + allowed);
        }
    }

    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    Duration allowed() {
        return allowed;
    }
}
