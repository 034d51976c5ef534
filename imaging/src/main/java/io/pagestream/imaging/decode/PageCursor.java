package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.util.Optional;

/** An open document. One thread at a time; pages may be read in any order and more than once. */
public interface PageCursor extends AutoCloseable {

    /** How many pages the document has; at least 1. */
    int pageCount();

    /** What the bytes turned out to be, for example {@code application/pdf} or {@code image/tiff}. */
    String mediaType();

    /** Name and version of what makes the pixels: another renderer gives other pixels. */
    String renderer();

    /**
     * Decodes page {@code index}, 0 being the first.
     *
     * @throws DecodeException when this page cannot become pixels within the limits; other pages may still be read
     */
    RgbImage page(int index) throws DecodeException;

    /**
     * The text that page {@code index} carries, whether it may be believed or not; empty for a picture. A page of a PDF
     * always has a layer, if only an empty one.
     *
     * @throws DecodeException when the page cannot be looked at within the limits; it may still become pixels
     */
    Optional<TextLayer> textLayer(int index) throws DecodeException;

    @Override
    void close();
}
