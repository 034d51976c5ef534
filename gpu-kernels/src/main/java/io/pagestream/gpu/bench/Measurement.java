package io.pagestream.gpu.bench;

/**
 * How long a case takes on a card.
 *
 * @param name operation and shape of the result
 * @param seconds of one call with its launch
 * @param rate what the fastest kernel would have to move or compute, divided by the time: in {@code unit}
 * @param unit GB/s or TFLOP/s
 * @param share of what the same card reached in the same run, copying or multiplying; 1 for all of it
 */
public record Measurement(String name, double seconds, double rate, String unit, double share) {}
