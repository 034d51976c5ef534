package io.pagestream.operators.options;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much may be open at once and how long it may take.
 *
 * @param runId names the counters of {@code Progress}
 * @param backfillAbove pages; a longer document goes to the lane BACKFILL
 * @param fetchCapacity documents that a subtask fetches at the same time; each may take {@code maxBytes} of memory
 * @param fetchTimeout for one document, all attempts together
 * @param readCapacity pages that a subtask has open at the engine for reading
 * @param askCapacity pages that a subtask has open at the engine for questions
 * @param pageTimeout for one page, its wait for the engine included
 * @param documentDeadline after a document's first page is done, until it is sent on without the missing ones
 * @param remember how long a page or document that was sent on is remembered, so that it is not sent twice
 * @param openDocuments that a subtask keeps open for further pages
 * @param openBytes of those documents together
 * @param maxResultBytes of one finished document in Avro
 * @param claimAboveBytes of the same: a larger one goes into the claim store, and its record says where
 * @param maxParallelism of the job; a savepoint can never be restored above it
 */
public record StreamOptions(
        String runId,
        int backfillAbove,
        int fetchCapacity,
        Duration fetchTimeout,
        int readCapacity,
        int askCapacity,
        Duration pageTimeout,
        Duration documentDeadline,
        Duration remember,
        int openDocuments,
        long openBytes,
        long maxResultBytes,
        long claimAboveBytes,
        int maxParallelism)
        implements Serializable {

    public StreamOptions {
        Checks.positive("backfillAbove", backfillAbove);
        Checks.positive("fetchCapacity", fetchCapacity);
        Checks.positive("fetchTimeout", fetchTimeout);
        Checks.positive("readCapacity", readCapacity);
        Checks.positive("askCapacity", askCapacity);
        Checks.positive("pageTimeout", pageTimeout);
        Checks.positive("documentDeadline", documentDeadline);
        Checks.positive("remember", remember);
        Checks.positive("openDocuments", openDocuments);
        Checks.positive("openBytes", openBytes);
        Checks.positive("maxResultBytes", maxResultBytes);
        Checks.positive("claimAboveBytes", claimAboveBytes);
        Checks.require(
                maxParallelism >= 1 && maxParallelism <= 32_768,
                "maxParallelism must be 1 to 32768, got " + maxParallelism);
        Checks.require(
                documentDeadline.compareTo(pageTimeout) > 0,
                "documentDeadline (" + documentDeadline + ") must be longer than pageTimeout (" + pageTimeout
                        + "): a page may still be in the engine when its document is given up");
        Checks.require(
                remember.compareTo(documentDeadline) >= 0,
                "remember (" + remember + ") must be at least documentDeadline (" + documentDeadline
                        + "): a page that comes late would open its document anew");
    }
}
