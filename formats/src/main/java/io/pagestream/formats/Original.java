package io.pagestream.formats;

/** The document that a result was read from, for the formats that show its pages. */
@FunctionalInterface
public interface Original {

    /**
     * All its bytes; asked for by the formats that need them only.
     *
     * @throws UnwritableException when they cannot be had
     */
    byte[] bytes() throws UnwritableException;

    /** For where the documents are out of reach. */
    static Original none() {
        return () -> {
            throw new UnwritableException(
                    UnwritableException.Reason.ORIGINAL_OUT_OF_REACH,
                    "the pages of the document itself are needed, and it is not known where it may be read from");
        };
    }
}
