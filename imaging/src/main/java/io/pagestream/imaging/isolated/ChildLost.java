package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;

/** A child ended, or was ended, before it had answered. */
final class ChildLost extends Exception {

    private static final long serialVersionUID = 1L;

    private final DecodeException.Reason reason;

    ChildLost(DecodeException.Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DecodeException.Reason reason() {
        return reason;
    }
}
