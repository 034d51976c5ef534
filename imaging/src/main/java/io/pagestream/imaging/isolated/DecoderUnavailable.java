package io.pagestream.imaging.isolated;

/** No child process can be had: the machine's fault or the installation's, never a document's. */
public final class DecoderUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DecoderUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
