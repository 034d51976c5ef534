package io.pagestream.gpu.ops;

/**
 * The smallest and the largest value that an I32 tensor can hold, known on the host without asking the card: an index that
 * a kernel must not follow is refused before the launch, and no launch waits for it. Views share their tensor's.
 */
final class IndexRange {

    private int least = Integer.MAX_VALUE;
    private int most = Integer.MIN_VALUE;

    /** The tensor holds values from {@code from} to {@code to} now; all of it when {@code whole}, else also the others. */
    void written(int from, int to, boolean whole) {
        least = whole ? from : Math.min(least, from);
        most = whole ? to : Math.max(most, to);
    }

    void written(int[] values, boolean whole) {
        int from = Integer.MAX_VALUE;
        int to = Integer.MIN_VALUE;
        for (int value : values) {
            from = Math.min(from, value);
            to = Math.max(to, value);
        }
        written(from, to, whole);
    }

    void writtenAs(IndexRange other, boolean whole) {
        written(other.least, other.most, whole);
    }

    /** Refuses an index that may be outside of 0 to {@code below - 1}. */
    void require(String operation, int below) {
        if (least > most) {
            throw new IllegalArgumentException(operation + ": the list of indices was never written");
        }
        if (least < 0 || most >= below) {
            throw new IllegalArgumentException(
                    operation + ": index " + (least < 0 ? least : most) + " is outside of 0 to " + (below - 1));
        }
    }
}
