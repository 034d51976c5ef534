package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.RenderRule;
import java.io.Serializable;

/**
 * How documents are decoded in child processes.
 *
 * @param rule how a page becomes pixels
 * @param limits what a document may cost; a child that does not answer within them is killed
 * @param heapBytes heap of each child; half of it is for the page that is being decoded
 * @param processes at most so many children at a time
 */
public record ProcessOptions(RenderRule rule, DecodeLimits limits, long heapBytes, int processes)
        implements Serializable {

    public static final long LEAST_HEAP = 64L << 20;

    public ProcessOptions {
        if (heapBytes < LEAST_HEAP) {
            throw new IllegalArgumentException(
                    "a decoding process needs at least " + LEAST_HEAP + " bytes of heap, got " + heapBytes);
        }
        if (processes < 1) {
            throw new IllegalArgumentException("processes must be positive, got " + processes);
        }
    }
}
