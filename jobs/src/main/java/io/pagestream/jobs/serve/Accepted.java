package io.pagestream.jobs.serve;

/**
 * What is written down of a document before its client is told that it was accepted.
 *
 * @param number of acceptance: later documents have higher ones
 * @param time milliseconds since 1970-01-01 UTC
 * @param name for people; may be empty
 * @param mediaType a hint; may be empty
 * @param size bytes
 * @param key SHA-256 of the client's idempotency key; empty without one
 */
record Accepted(
        String id,
        long number,
        long time,
        String name,
        String mediaType,
        long size,
        String sha256,
        String key,
        Wishes wishes) {

    /** Whether this is the same submission once more. */
    boolean sameAs(String otherSha256, Wishes otherWishes) {
        return sha256.equals(otherSha256) && wishes.equals(otherWishes);
    }
}
