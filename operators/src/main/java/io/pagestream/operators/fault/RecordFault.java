package io.pagestream.operators.fault;

import io.pagestream.schemas.Reason;

/**
 * The fault of a record, on its way inside one stage. It never leaves a stage: at the edge it becomes a {@link
 * io.pagestream.schemas.DeadLetter}. Without a stack trace, because the message says what was expected and found.
 */
public final class RecordFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int attempts;

    public RecordFault(Reason reason, String detail) {
        this(reason, detail, null);
    }

    /** @param cause kept for a debugger; may be absent */
    public RecordFault(Reason reason, String detail, Throwable cause) {
        this(reason, detail, 1, cause);
    }

    /**
     * @param attempts how often it was tried
     * @param cause kept for a debugger; may be absent
     */
    public RecordFault(Reason reason, String detail, int attempts, Throwable cause) {
        super(detail, cause, false, false);
        this.reason = reason;
        this.attempts = attempts;
    }

    /** How often it was tried. */
    public int attempts() {
        return attempts;
    }

    public Reason reason() {
        return reason;
    }
}
