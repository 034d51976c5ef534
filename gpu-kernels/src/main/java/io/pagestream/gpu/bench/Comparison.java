package io.pagestream.gpu.bench;

/**
 * A case on a card beside the same case on the CPU in f32.
 *
 * @param name operation and shape of the result
 * @param error the largest difference, relative to 1 + the CPU's value; not a number where there is none to tell
 * @param allowed how large it may be
 * @param wrong the first value that is too far away, or why there is none; empty where all is right
 */
public record Comparison(String name, double error, double allowed, String wrong) {

    public boolean holds() {
        return wrong.isEmpty();
    }
}
