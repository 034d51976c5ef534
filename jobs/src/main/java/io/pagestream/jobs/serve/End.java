package io.pagestream.jobs.serve;

/**
 * How a document ended; written once.
 *
 * @param revision the document's last, see {@link Changes}
 * @param time milliseconds since 1970-01-01 UTC
 * @param total pages that were asked for; -1 when that was never known
 * @param done pages that were read, or about which all is answered
 * @param letters dead letters
 * @param result whether there is a result
 */
record End(
        State state,
        long revision,
        long time,
        int total,
        int done,
        int failed,
        int answers,
        int letters,
        boolean result) {

    /** Where a document is. */
    enum State {
        /** Accepted; its pages have not been counted. */
        QUEUED(false),
        /** Its pages are known and being read. */
        RUNNING(false),
        /** Everything that was asked for is there. */
        COMPLETE(true),
        /** Some pages or questions have a dead letter in the place of a text or an answer. */
        PARTIAL(true),
        /** There are dead letters and nothing else. */
        FAILED(true);

        private final boolean end;

        State(boolean end) {
            this.end = end;
        }

        boolean isEnd() {
            return end;
        }
    }
}
