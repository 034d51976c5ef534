package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads streams that may be longer than their owner says. */
final class LimitedBytes {

    private static final int BUFFER = 64 << 10;

    private LimitedBytes() {}

    /** Refuses a size before anything is read. */
    static void check(long size, long maxBytes, Object where) throws RecordFault {
        if (size > maxBytes) {
            throw tooLarge(size + " bytes", maxBytes, where);
        }
    }

    /** @param expected bytes, only to choose the first buffer; -1 when unknown */
    static byte[] readAll(InputStream in, long expected, long maxBytes, Object where) throws IOException, RecordFault {
        int first = (int) Math.max(1024, Math.min(expected, 16L << 20));
        ByteArrayOutputStream out = new ByteArrayOutputStream(first);
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (out.size() + (long) n > maxBytes) {
                throw tooLarge("more than " + maxBytes + " bytes", maxBytes, where);
            }
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }

    static RecordFault tooLarge(String found, long maxBytes, Object where) {
        return new RecordFault(
                Reason.TOO_LARGE,
                where + " has " + found + ", the limit is " + maxBytes + "; raise pagestream.document.max-size");
    }
}
