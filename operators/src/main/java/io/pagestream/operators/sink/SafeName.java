package io.pagestream.operators.sink;

import io.pagestream.operators.claim.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * File names for documents. A name holds letters, digits, dot, hyphen and underscore only, does not begin with a dot and is
 * not long, so it cannot leave its folder. Whenever the id had to be changed for that, a piece of its SHA-256 is appended,
 * so that two documents never share a name.
 */
final class SafeName {

    private static final int MAX_LENGTH = 100;
    private static final int HASH_DIGITS = 12;

    private SafeName() {}

    static String of(String documentId) {
        String safe = documentId.replaceAll("[^\\p{L}\\p{Nd}._-]", "_").replaceFirst("^\\.", "_");
        boolean fits = safe.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH;
        if (fits && !safe.isEmpty() && safe.equals(documentId)) {
            return safe;
        }
        String hash = Sha256.of(documentId.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
        return ending(safe) + "-" + hash;
    }

    /** The end of an id says more than its beginning. */
    private static String ending(String safe) {
        String end = safe;
        while (end.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
            end = end.substring(end.offsetByCodePoints(0, 1));
        }
        return end.replaceFirst("^\\.", "_");
    }
}
