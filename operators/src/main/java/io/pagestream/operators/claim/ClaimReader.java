package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import java.io.IOException;
import java.net.URI;

/** Reads the bytes behind the addresses of one scheme. */
interface ClaimReader {

    /**
     * All bytes behind {@code uri}; never takes memory for more than {@code maxBytes}.
     *
     * @throws RecordFault when trying again is of no use: not there, not allowed, too large
     * @throws IOException when the store could not be reached this time
     */
    byte[] read(URI uri, long maxBytes) throws RecordFault, IOException;
}
