package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens documents as {@link DocumentDecoder} does, with the same pixels and the same reasons, but in child processes that all
 * leases with equal options in this JVM share.
 *
 * <p>A child that dies, is out of memory or does not answer is replaced, and what it was asked is asked once more of a fresh
 * one; only then is it the document's fault. Other pages of the same document are not touched by that. Any thread; calls
 * block and can be interrupted.
 */
public final class IsolatedDecoder implements AutoCloseable {

    private static final Map<ProcessOptions, Shared> POOLS = new HashMap<>();

    private final Shared shared;
    private boolean closed;

    private IsolatedDecoder(Shared shared) {
        this.shared = shared;
    }

    /** A pool and how many use it. */
    private static final class Shared {
        private final DecoderPool pool;
        private int leases;

        Shared(DecoderPool pool) {
            this.pool = pool;
        }
    }

    /**
     * Leases the children for {@code options}; the first lease starts one, the last one that is closed ends all.
     *
     * @throws DecoderUnavailable when none can be started, with the reason
     */
    public static IsolatedDecoder lease(ProcessOptions options) {
        synchronized (POOLS) {
            Shared shared = POOLS.computeIfAbsent(
                    options, wanted -> new Shared(DecoderPool.started(wanted, ChildCommand.of(wanted))));
            shared.leases++;
            return new IsolatedDecoder(shared);
        }
    }

    /**
     * Opens a document.
     *
     * @param bytes the whole document; kept until the cursor is closed, nobody may change them
     * @param password of an encrypted PDF; empty when there is none
     * @throws DecodeException when it is no document that can be read within the limits, or when it has ended two processes
     * @throws DecoderUnavailable when no process can be started any more
     */
    public PageCursor open(byte[] bytes, String password) throws DecodeException {
        if (bytes.length == 0) {
            throw new DecodeException(Reason.EMPTY, "the document has no bytes");
        }
        return IsolatedCursor.open(shared.pool, bytes, password);
    }

    @Override
    public void close() {
        synchronized (POOLS) {
            if (closed) {
                return;
            }
            closed = true;
            if (--shared.leases == 0) {
                POOLS.values().remove(shared);
                shared.pool.close();
            }
        }
    }
}
