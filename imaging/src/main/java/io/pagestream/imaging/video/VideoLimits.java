package io.pagestream.imaging.video;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a video from outside may cost; checked before memory is taken.
 *
 * @param maxBytes of the file
 * @param maxFrames of the video
 * @param maxPixels of one frame, as coded
 * @param toDecode wall time to open the file, and again to decode the frames of one selection
 */
public record VideoLimits(long maxBytes, int maxFrames, long maxPixels, Duration toDecode) implements Serializable {

    public static final VideoLimits DEFAULT = new VideoLimits(256L << 20, 1_000_000, 10_000_000, Duration.ofMinutes(2));

    public VideoLimits {
        if (maxBytes < 1 || maxFrames < 1 || maxPixels < 1 || toDecode.isNegative() || toDecode.isZero()) {
            throw new IllegalArgumentException("limits must be positive, got maxBytes=" + maxBytes + ", maxFrames="
                    + maxFrames + ", maxPixels=" + maxPixels + ", toDecode=" + toDecode);
        }
    }
}
