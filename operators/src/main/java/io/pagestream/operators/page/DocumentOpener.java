package io.pagestream.operators.page;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;

/** Opens the bytes of a document. Whatever a hostile document does to a decoder becomes a {@link RecordFault}. */
public final class DocumentOpener {

    private final DecodeLimits limits;
    private final RenderRule render;

    public DocumentOpener(DecodeLimits limits, RenderRule render) {
        this.limits = limits;
        this.render = render;
    }

    /**
     * @param password empty when there is none
     * @return a cursor that the caller closes
     */
    public PageCursor open(byte[] bytes, String password) throws RecordFault {
        return guarded(() -> DocumentDecoder.open(bytes, password, render, limits));
    }

    /**
     * Runs a step of a decoder. A decoder that fails in an unforeseen way fails for this document only: were it to fail the
     * task, the job would restart with the same document for ever.
     */
    static <T> T guarded(Step<T> step) throws RecordFault {
        try {
            return step.run();
        } catch (DecodeException e) {
            throw new RecordFault(Reasons.of(e.reason()), e.getMessage(), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new RecordFault(Reason.CORRUPT, "the decoder failed in an unforeseen way: " + e, e);
        }
    }

    /** A step of a decoder. */
    interface Step<T> {
        T run() throws DecodeException;
    }
}
