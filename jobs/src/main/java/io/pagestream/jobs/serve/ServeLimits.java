package io.pagestream.jobs.serve;

import java.time.Duration;

/**
 * What the door lets in and keeps.
 *
 * @param requestBytes of the body of one request, all its files together
 * @param open documents that have not ended
 * @param diskBytes of all documents and results together
 * @param keep how long after its end a document is kept; zero: until it is deleted
 */
record ServeLimits(long requestBytes, int open, long diskBytes, Duration keep) {

    /** Documents that are kept, open ones too: a row of each lies in memory. */
    static final int KEPT = 100_000;

    /** Requests with a body that are taken at the same time. */
    static final int UPLOADS = 16;

    /** Documents that are fetched from an address at the same time. */
    static final int FETCHES = 4;

    /** Open event streams; each has a thread. */
    static final int STREAMS = 64;

    /** Results that are written in another format at the same time. */
    static final int CONVERSIONS = 4;

    /** Files of one request. */
    static final int FILES = 100;

    /** Of a body in JSON, and of the fields of a form. */
    static final int OPTION_BYTES = 1 << 20;

    static final int NAME = 512;
    static final int KEY = 255;

    /** A whole body has to be there after so long. */
    static final Duration UPLOAD = Duration.ofMinutes(10);

    /** A client that sends nothing for so long, in the midst of a request, is given up. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** Disk that is left to the rest of the machine. */
    static final long FREE_BYTES = 256L << 20;

    ServeLimits {
        require(requestBytes > 0, "the size of a request must be positive, got " + requestBytes);
        require(open >= 1 && open <= KEPT, "--max-open must be 1 to " + KEPT + ", got " + open);
        require(diskBytes > 0, "--max-disk must be positive, got " + diskBytes);
        require(!keep.isNegative(), "--keep must not be negative, got " + keep);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
