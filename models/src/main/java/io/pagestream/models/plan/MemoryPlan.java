package io.pagestream.models.plan;

import java.util.Locale;

/**
 * The memory that a model takes on a device, in bytes; known before anything is loaded.
 *
 * @param weights all of them, as the device keeps them; what a device adds to align them is not in it
 * @param cachePerToken keys and values of one token in all layers
 * @param encodedView the vectors of one view between encoder and decoder
 * @param encoderStep activations of the encoder for one batch of views, pixels included
 * @param decoderStep activations of the decoder for one step
 */
public record MemoryPlan(long weights, long cachePerToken, long encodedView, long encoderStep, long decoderStep) {

    /** What is taken beside the weights when the larger of the two steps runs. */
    public long largestStep() {
        return Math.max(encoderStep, decoderStep);
    }

    /** For people: in powers of 1024. */
    @Override
    public String toString() {
        return size(weights) + " of weights, " + size(cachePerToken) + " of cache for each token, " + size(encodedView)
                + " for each encoded tile, and up to " + size(largestStep()) + " while a step is computed";
    }

    /** A number of bytes with a unit, for messages. */
    public static String size(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        int unit = bytes < 1024 ? 0 : Math.min(units.length - 1, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        return unit == 0
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f %s", bytes / Math.pow(1024, unit), units[unit]);
    }
}
