package io.pagestream.models.golden;

/** Golden data that is not there or not of the expected form: what, where, and what to do. */
public final class MissingGoldenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MissingGoldenException(String message) {
        super(message);
    }

    public MissingGoldenException(String message, Throwable cause) {
        super(message, cause);
    }
}
