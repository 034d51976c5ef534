package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;

/**
 * A limit was reached deep inside a library.
 *
 * <p>Unchecked on purpose: the libraries catch {@code IOException} and go on with what they have; through this they fall.
 */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public Refused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
