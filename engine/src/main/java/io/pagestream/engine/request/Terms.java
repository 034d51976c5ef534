package io.pagestream.engine.request;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * When a request is to be answered; what is answered does not depend on it.
 *
 * @param priority who goes first when not all can be started
 * @param tenant among requests of one priority, tenants get equal shares of the tokens; any name
 * @param within after this long the request is given up, if the engine does not give up earlier
 */
public record Terms(Priority priority, String tenant, Optional<Duration> within) {

    public static final Terms DEFAULT = new Terms(Priority.INTERACTIVE, "", Optional.empty());

    private static final int LONGEST_NAME = 256;

    public enum Priority implements Serializable {
        /** Somebody waits for it. */
        INTERACTIVE,
        /** Goes behind, but not for ever: after a while it counts as interactive. */
        BACKFILL
    }

    public Terms {
        if (tenant.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a tenant's name has at most " + LONGEST_NAME + " letters, got " + tenant.length());
        }
        if (within.isPresent() && (within.get().isNegative() || within.get().isZero())) {
            throw new IllegalArgumentException("within must be positive, got " + within.get());
        }
    }
}
