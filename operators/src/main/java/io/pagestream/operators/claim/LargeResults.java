package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.util.List;

/**
 * Results that are too large for a record. The whole result lies in the claim store as an Avro single object, and the record
 * is the same result without its pages, which says where. Any thread; blocks it.
 */
public final class LargeResults {

    private LargeResults() {}

    /** Who may open what a claim check names; for example {@code ClaimChecks}. */
    @FunctionalInterface
    public interface Claims {
        byte[] read(ClaimCheck check) throws RecordFault, IOException;
    }

    /**
     * Puts {@code result} into {@code store}; after that the store has it whatever happens to the record.
     *
     * @return what is sent on: {@code result} without its pages
     */
    public static OcrResult putAway(OcrResult result, ContentStore store) throws IOException {
        return OcrResult.newBuilder(result)
                .setPages(List.of())
                .setWhole(store.put(AvroBytes.singleObject(result)))
                .build();
    }

    /**
     * The result with its pages: {@code record} itself where they are in it.
     *
     * @throws RecordFault when the claim store does not have it, or has something else there
     * @throws IOException when the store could not be reached this time
     */
    public static OcrResult whole(OcrResult record, Claims claims) throws RecordFault, IOException {
        if (record.getWhole() == null) {
            return record;
        }
        byte[] bytes = claims.read(record.getWhole());
        OcrResult whole;
        try {
            whole = AvroBytes.readSingleObject(bytes, OcrResult.class);
        } catch (IOException e) {
            throw new RecordFault(Reason.CORRUPT, where(record) + " is no result: " + e.getMessage(), e);
        }
        if (whole.getWhole() != null || !whole.getDocumentId().equals(record.getDocumentId())) {
            throw new RecordFault(
                    Reason.CORRUPT,
                    where(record) + " should be the result of " + record.getDocumentId() + " and is one of "
                            + whole.getDocumentId());
        }
        return whole;
    }

    private static String where(OcrResult record) {
        return record.getWhole().getUri();
    }
}
