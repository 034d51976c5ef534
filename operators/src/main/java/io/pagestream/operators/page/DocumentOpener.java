package io.pagestream.operators.page;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.isolated.DecoderUnavailable;
import io.pagestream.imaging.isolated.IsolatedDecoder;
import io.pagestream.imaging.isolated.ProcessOptions;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.Reason;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Opens the bytes of a document, in this process or in one of its own, with the password of its request or one that the
 * provider knows. Whatever a hostile document does to a decoder becomes a {@link RecordFault}. Belongs to one thread.
 */
public final class DocumentOpener implements AutoCloseable {

    private final Decoder decoder;
    private final Runnable decoderEnd;
    private final Passwords passwords;

    private DocumentOpener(Decoder decoder, Runnable decoderEnd, Passwords passwords) {
        this.decoder = decoder;
        this.decoderEnd = decoderEnd;
        this.passwords = passwords;
    }

    /** Opens bytes with a password. */
    private interface Decoder {
        PageCursor open(byte[] bytes, String password) throws DecodeException;
    }

    /**
     * @throws DecoderUnavailable when processes are wanted and cannot be had
     * @throws IllegalArgumentException when the provider of passwords cannot be made
     */
    public static DocumentOpener of(PipelineOptions options) {
        IsolationOptions isolation = options.isolation();
        Passwords passwords = Passwords.from(isolation.passwordProvider());
        if (isolation.mode() == IsolationOptions.Mode.THREAD) {
            return new DocumentOpener(
                    (bytes, password) -> DocumentDecoder.open(bytes, password, options.render(), options.limits()),
                    () -> {},
                    passwords);
        }
        IsolatedDecoder children = IsolatedDecoder.lease(new ProcessOptions(
                options.render(), options.limits(), isolation.processBytes(), isolation.processCount()));
        return new DocumentOpener(children::open, children::close, passwords);
    }

    /**
     * Opens a document.
     *
     * @param password of the request, empty when there is none; it is tried first
     * @param documentId for whom the provider is asked
     * @param source where its bytes came from, for the same
     * @return a cursor that the caller closes
     */
    public PageCursor open(byte[] bytes, String password, String documentId, String source) throws RecordFault {
        try {
            return open(bytes, password);
        } catch (RecordFault fault) {
            List<String> candidates =
                    fault.reason() == Reason.PASSWORD_NEEDED ? passwords.of(documentId, source) : List.of();
            return openWithOneOf(candidates, bytes, fault);
        }
    }

    private PageCursor openWithOneOf(List<String> candidates, byte[] bytes, RecordFault otherwise) throws RecordFault {
        for (String candidate : candidates) {
            try {
                return open(bytes, candidate);
            } catch (RecordFault fault) {
                if (fault.reason() != Reason.PASSWORD_NEEDED) {
                    throw fault;
                }
            }
        }
        throw otherwise;
    }

    /** With this password and no other. */
    public PageCursor open(byte[] bytes, String password) throws RecordFault {
        return guarded(() -> decoder.open(bytes, password));
    }

    /**
     * Runs a step of a decoder, or of what is made of its pages. What fails in an unforeseen way fails for this document only:
     * were it to fail the task, the job would restart with the same document for ever.
     */
    public static <T> T guarded(Step<T> step) throws RecordFault {
        try {
            return step.run();
        } catch (DecodeException e) {
            throw new RecordFault(Reasons.of(e.reason()), e.getMessage(), e.attempts(), e);
        } catch (DecoderUnavailable | CancellationException e) {
            throw e; // the machine's fault, or the task is being ended: the document is asked again
        } catch (RuntimeException | StackOverflowError e) {
            throw new RecordFault(Reason.CORRUPT, "the decoder failed in an unforeseen way: " + e, e);
        }
    }

    /** A step of a decoder. */
    @FunctionalInterface
    public interface Step<T> {
        T run() throws DecodeException, RecordFault;
    }

    @Override
    public void close() {
        decoderEnd.run();
        passwords.close();
    }
}
