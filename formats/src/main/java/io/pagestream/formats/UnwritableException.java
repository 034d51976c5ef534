package io.pagestream.formats;

/** A document that cannot be written in one format; other formats may still do. The message says what to do. */
public final class UnwritableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The document itself is needed and was not found, may not be read, or is not what was read before. */
        ORIGINAL_OUT_OF_REACH,
        /** The result lies in the claim store and cannot be read from there. */
        PAGES_OUT_OF_REACH,
        /** A PDF that is encrypted: it would have to be decrypted for everybody. */
        ENCRYPTED,
        /** A PDF with a signature, which a changed file would break. */
        SIGNED,
        /** The document cannot be opened or written as a PDF. */
        BROKEN
    }

    private final Reason reason;

    public UnwritableException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** @param cause kept for a debugger; may be absent */
    public UnwritableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
