package io.pagestream.operators.options;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What documents the pipeline may open and where it keeps those that came inside a record.
 *
 * @param allowedRoots beginnings of addresses. A source has to lie under one of them; {@code https:} alone opens
 *     all public hosts
 * @param claimStore folder (any Flink file system) for documents that came inside a record; empty: they are refused
 * @param claimsKeep how long they stay there; zero: for ever
 * @param maxBytes of one document
 * @param httpTimeout for one whole answer of an HTTP server
 * @param attempts how often a source that cannot be reached is tried
 */
public record AccessOptions(
        List<String> allowedRoots,
        String claimStore,
        Duration claimsKeep,
        long maxBytes,
        Duration httpTimeout,
        int attempts)
        implements Serializable {

    public AccessOptions {
        allowedRoots = List.copyOf(allowedRoots);
        Checks.positive("maxBytes", maxBytes);
        Checks.positive("httpTimeout", httpTimeout);
        Checks.positive("attempts", attempts);
    }

    /** The same with other roots. */
    public AccessOptions withAllowedRoots(List<String> roots) {
        return new AccessOptions(roots, claimStore, claimsKeep, maxBytes, httpTimeout, attempts);
    }
}
