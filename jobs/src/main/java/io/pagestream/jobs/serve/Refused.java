package io.pagestream.jobs.serve;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;

/** A request that is not served, and why; the door answers with it. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final int retryAfterSeconds;

    /** @param retryAfterSeconds 0 where it makes no sense to try again */
    Refused(int status, String reason, String detail, int retryAfterSeconds) {
        super(detail);
        this.status = status;
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    Refused(int status, String reason, String detail) {
        this(status, reason, detail, 0);
    }

    /** What the request itself says wrong. */
    static Refused invalid(String detail) {
        return new Refused(400, Reason.INVALID_REQUEST.name(), detail);
    }

    static Refused tooLarge(long limit) {
        return new Refused(
                413,
                Reason.TOO_LARGE.name(),
                "a request may have " + limit + " bytes; send fewer files at once, or start the server with"
                        + " --set pagestream.document.max-size=SIZE");
    }

    static Refused unknown(String id) {
        return new Refused(
                404,
                Reason.NOT_FOUND.name(),
                "there is no document '" + (id.length() > 64 ? id.substring(0, 64) + "..." : id)
                        + "'; it was never accepted here, was deleted, or is older than --keep");
    }

    /** What the stream's own rules found. */
    static Refused of(RecordFault fault) {
        int status = switch (fault.reason()) {
            case SOURCE_REFUSED -> 403;
            case TOO_LARGE -> 413;
            case INVALID_REQUEST -> 400;
            default -> 422;
        };
        return new Refused(status, fault.reason().name(), fault.getMessage());
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
