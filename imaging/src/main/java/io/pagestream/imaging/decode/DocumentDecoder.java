package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;

/**
 * Opens documents of any format that is read here; what the bytes are is taken from the bytes.
 *
 * <p>Pixels are those of Pillow's {@code convert("RGB")}: alpha is dropped and not composed, palettes are looked up, grey is
 * repeated, 16-bit grey is clipped at 255, of 16-bit colour the high byte is kept. A GIF or PNG with several frames is one
 * page, its first frame; every directory of a TIFF is a page. The orientation tag of a TIFF is always applied, as Pillow
 * does on loading; that of a photograph as the {@link RenderRule} says. A PDF page that is nothing but one scanned image
 * is that image in its own resolution; any other PDF page is rendered.
 *
 * <p>May be called from any thread. Documents are taken for hostile: see {@link DecodeLimits}.
 */
public final class DocumentDecoder {

    private DocumentDecoder() {}

    /** Opens a document that needs no password. */
    public static PageCursor open(byte[] bytes, RenderRule rule, DecodeLimits limits) throws DecodeException {
        return open(bytes, "", rule, limits);
    }

    /**
     * Opens a document.
     *
     * @param bytes the whole document; nobody may change them while the cursor is open
     * @param password of an encrypted PDF, user's or owner's; empty when there is none
     * @throws DecodeException when it is no document that can be read within the limits
     */
    public static PageCursor open(byte[] bytes, String password, RenderRule rule, DecodeLimits limits)
            throws DecodeException {
        if (bytes.length == 0) {
            throw new DecodeException(Reason.EMPTY, "the document has no bytes");
        }
        if (bytes.length > limits.maxBytes()) {
            throw new DecodeException(
                    Reason.TOO_LARGE,
                    "the document has " + bytes.length + " bytes, at most " + limits.maxBytes() + " are allowed");
        }
        Format format = Format.of(bytes);
        return GuardedCursor.open(
                format,
                limits,
                () -> format == Format.PDF
                        ? PdfPages.open(bytes, password, rule, limits)
                        : RasterPages.open(format, bytes, rule, limits));
    }
}
