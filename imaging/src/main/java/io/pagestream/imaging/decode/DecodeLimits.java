package io.pagestream.imaging.decode;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a document from outside may cost; checked before memory is taken.
 *
 * @param maxBytes of the file, and of any single stream that is unpacked from it
 * @param maxPixels of one page or of one image inside a page, after decoding
 * @param maxPages of one document
 * @param toOpen wall time to open a document
 * @param perPage wall time to decode one page
 */
public record DecodeLimits(long maxBytes, long maxPixels, int maxPages, Duration toOpen, Duration perPage)
        implements Serializable {

    public static final DecodeLimits DEFAULT =
            new DecodeLimits(256L << 20, 120_000_000, 20_000, Duration.ofSeconds(30), Duration.ofSeconds(30));

    public DecodeLimits {
        if (maxBytes < 1 || maxPixels < 1 || maxPages < 1) {
            throw new IllegalArgumentException("limits must be positive, got maxBytes=" + maxBytes + ", maxPixels="
                    + maxPixels + ", maxPages=" + maxPages);
        }
        if (toOpen.isNegative() || toOpen.isZero() || perPage.isNegative() || perPage.isZero()) {
            throw new IllegalArgumentException(
                    "limits must be positive, got toOpen=" + toOpen + ", perPage=" + perPage);
        }
    }
}
