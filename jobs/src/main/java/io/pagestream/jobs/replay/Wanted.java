package io.pagestream.jobs.replay;

import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Reason;
import java.time.Instant;
import java.util.Set;

/**
 * Which letters are to be sent again; what is null or empty does not matter.
 *
 * @param reasons any of these
 * @param since not before
 * @param until before
 * @param model that was to read it
 * @param tenant for whom
 * @param documentId of which document
 */
record Wanted(Set<Reason> reasons, Instant since, Instant until, String model, String tenant, String documentId) {

    boolean matches(Found found) {
        DeadLetter letter = found.letter();
        return (reasons.isEmpty() || reasons.contains(letter.getReason()))
                && (since == null || !found.time().isBefore(since))
                && (until == null || found.time().isBefore(until))
                && same(model, letter.getModel())
                && same(tenant, letter.getTenant())
                && same(documentId, letter.getDocumentId());
    }

    private static boolean same(String wanted, String there) {
        return wanted == null || wanted.equals(there);
    }
}
