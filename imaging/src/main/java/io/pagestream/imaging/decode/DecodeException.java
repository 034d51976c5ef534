package io.pagestream.imaging.decode;

import java.io.IOException;

/** A document or a page that cannot become pixels: the document's fault, never the machine's. */
public final class DecodeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why; the names are reason codes of dead letters. */
    public enum Reason {
        /** No bytes at all. */
        EMPTY,
        /** The bytes are of no format that is read here. */
        UNSUPPORTED_TYPE,
        /** The format is known, the bytes do not follow it. */
        CORRUPT,
        /** Encrypted, and the password is missing or wrong. */
        PASSWORD_NEEDED,
        /** More bytes than {@link DecodeLimits#maxBytes}, of the file or of something unpacked from it. */
        TOO_LARGE,
        TOO_MANY_PAGES,
        TOO_MANY_PIXELS,
        /** Longer than {@link DecodeLimits#perPage} for a page or {@link DecodeLimits#toOpen} for the document. */
        TIMED_OUT,
        PAGE_OUT_OF_RANGE,
        /** The process that decoded it ended, and a fresh one too. */
        DECODER_CRASHED,
        /** The process that decoded it ran out of memory, and a fresh one too. */
        OUT_OF_MEMORY
    }

    private final Reason reason;
    private final int attempts;

    public DecodeException(Reason reason, String message) {
        this(reason, message, 1);
    }

    public DecodeException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.attempts = 1;
    }

    /** @param attempts how often it was tried */
    public DecodeException(Reason reason, String message, int attempts) {
        super(message);
        this.reason = reason;
        this.attempts = attempts;
    }

    public Reason reason() {
        return reason;
    }

    /** How often it was tried; only what may end better another time is tried twice. */
    public int attempts() {
        return attempts;
    }
}
