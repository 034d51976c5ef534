package io.pagestream.compute;

/**
 * What a device can compute, in the model's words. Calls are queued in order; {@link Tensor#toFloats}, {@link
 * Tensor#toInts} and {@link #await} wait for the result.
 *
 * <p>Matrices are [rows, columns]. Unless it is said otherwise, {@code out} must not overlap an input, activations have
 * the device's {@link Device#activations} type, indices are I32, weights come from {@link Device#load}. A shape that
 * does not fit is an {@link IllegalArgumentException} that names the operation and the shapes.
 */
public interface Ops {

    // ---- move

    /** out = in, converted to the type of {@code out}; same number of rows and columns. */
    void copy(Tensor out, Tensor in);

    /** out[i] = table[rows[i]]; {@code table} is a TABLE weight or activations. rows: I32 [1, out.rows]. */
    void gatherRows(Tensor out, Tensor table, Tensor rows);

    /** out[rows[i]] = in[i]; rows are distinct. rows: I32 [1, in.rows]. */
    void scatterRows(Tensor out, Tensor in, Tensor rows);

    /** out[rows[i]] += in[i]; rows are distinct. rows: I32 [1, in.rows]. */
    void scatterAddRows(Tensor out, Tensor in, Tensor rows);

    // ---- linear: weight is a LINEAR weight [out.columns, in.columns]

    /** out = in weight^T. */
    void linear(Tensor out, Tensor in, Tensor weight);

    /** out = in weight^T + bias; bias: VECTOR [1, out.columns]. */
    void linearBias(Tensor out, Tensor in, Tensor weight, Tensor bias);

    /** out += in weight^T. */
    void linearInto(Tensor out, Tensor in, Tensor weight);

    // ---- norm and residual; weights are VECTOR [1, columns]; out may be in

    /** out = in / sqrt(mean(in^2) + eps) * weight, row by row. */
    void rmsNorm(Tensor out, Tensor in, Tensor weight, float eps);

    /** out = (in - mean) / sqrt(variance + eps) * weight + bias, row by row, variance over the population. */
    void layerNorm(Tensor out, Tensor in, Tensor weight, Tensor bias, float eps);

    /** inOut[r] += table[r % table.rows]; table: VECTOR. For position embeddings. */
    void addRows(Tensor inOut, Tensor table);

    /** inOut += in. */
    void add(Tensor inOut, Tensor in);

    /** inOut += in * scale, element by element along a row; scale: VECTOR [1, columns]. For layer scale. */
    void addScaled(Tensor inOut, Tensor in, Tensor scale);

    // ---- activation

    /** inOut = gelu(inOut), the exact one (erf). */
    void gelu(Tensor inOut);

    /** inOut = inOut * sigmoid(1.702 inOut). */
    void quickGelu(Tensor inOut);

    /** out = silu(gate) * up. */
    void siluTimes(Tensor out, Tensor gate, Tensor up);

    // ---- position

    /**
     * Rotary embedding by halves, in place: with x = [a, b] the halves of one head, x = [a cos - b sin, b cos + a sin].
     *
     * @param inOut [rows, heads * headSide]
     * @param cosSin F32 [rows, headSide]: the cosines of headSide / 2 angles, then their sines
     */
    void rotate(Tensor inOut, int heads, Tensor cosSin);

    // ---- attention

    /**
     * Attention of all tokens to all within each group of {@code tokens} consecutive rows, no mask, scale
     * 1/sqrt(headSide).
     *
     * @param out [groups * tokens, heads * headSide]; {@code query}, {@code key}, {@code value} likewise
     */
    void attendWithin(Tensor out, Tensor query, Tensor key, Tensor value, int tokens, int heads);

    /**
     * Writes the step's keys and values into their places in the cache, then lets every row attend to all tokens of its
     * sequence up to and with itself, scale 1/sqrt(headSide). Query head h reads key head h / (heads / shape.heads).
     *
     * @param out [rows, heads * headSide]; {@code query} likewise
     * @param key [rows, shape.heads * headSide]; {@code value} likewise
     */
    void attend(
            Tensor out, Tensor query, Tensor key, Tensor value, PagedKeysAndValues cache, int layer, StepSpans spans);

    /**
     * The keys and values of block {@code to[i]}, in all layers, become those of block {@code from[i]}. Targets are distinct,
     * and none of them is a source.
     */
    void copyBlocks(PagedKeysAndValues cache, int[] from, int[] to);

    // ---- vision

    /**
     * Cuts tiles into patches and normalises them: out = (byte / 255 - mean) / deviation.
     *
     * @param out [tiles * (side / patch)^2, 3 * patch * patch]; a column is (channel, y, x), as a convolution's weight
     * @param pixels U8, or F32 on the scale of bytes, [tiles, side * side * 3], each row a tile [side, side, 3]
     */
    void patches(Tensor out, Tensor pixels, int side, int patch, float[] mean, float[] deviation);

    /**
     * Merges 2 x 2 neighbours of a square map into channels: out[R, Q][(2 dy + dx) C + c] = in[2R + dy, 2Q + dx][c].
     *
     * @param out [tiles * (grid / 2)^2, 4 * columns], tokens row by row
     * @param in [tiles * (skip + grid * grid), columns]; the first {@code skip} rows of each tile are left out
     */
    void pixelShuffle(Tensor out, Tensor in, int grid, int skip);

    // ---- answer

    /** out[i] = the column of the largest value of row i, the first one among equals. out: I32 [1, logits.rows]. */
    void argmax(Tensor out, Tensor logits);

    /** out[i] = logits[i][ids[i]] - log(sum(exp(logits[i]))). out: F32 [1, logits.rows]; ids: I32 [1, logits.rows]. */
    void logProbabilities(Tensor out, Tensor logits, Tensor ids);

    /**
     * For every distinct id in {@code ids}: logit = logit &gt; 0 ? logit / penalty : logit * penalty, in row {@code row}.
     * ids: I32 [1, n].
     */
    void penalizeRepeats(Tensor logits, int row, Tensor ids, float penalty);

    /** logits[row][id] = -infinity for every id whose bit is not set; allowed: I32 [1, ceil(columns / 32)]. */
    void maskTokens(Tensor logits, int row, Tensor allowed);

    /** Waits until everything that was queued is done. */
    void await();
}
