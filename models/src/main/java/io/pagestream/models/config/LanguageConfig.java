package io.pagestream.models.config;

/**
 * The decoder; from {@code config.json}.
 *
 * @param family name of the row in {@code ModelFamily}, for example {@code qwen2}
 * @param layers how many
 * @param hidden width
 * @param heads query heads
 * @param kvHeads key-value heads
 * @param headSide elements of a head
 * @param intermediate width of the feed-forward part
 * @param vocabulary rows of the output matrix
 * @param normEps epsilon of the RMS norms
 * @param rotary the angles of positions
 * @param maxPositions tokens that a sequence may have, prompt and answer together: {@code max_position_embeddings}, and
 *     four times as many where the rotary base grows with the length ({@link Rotary.DynamicNtk}). The reference has no
 *     limit there; four is the largest extension that a publisher claims for it (XComposer-2.5: made with 24K, used with
 *     96K), and nobody has looked at answers beyond
 * @param groupedQkv whether query, key and value are stored in one matrix, key-value head by key-value head: its query
 *     heads, its key, its value
 * @param tiedHead whether the output matrix is the embedding table
 */
public record LanguageConfig(
        String family,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headSide,
        int intermediate,
        int vocabulary,
        float normEps,
        Rotary rotary,
        int maxPositions,
        boolean groupedQkv,
        boolean tiedHead) {

    private static final int DYNAMIC_EXTENSION = 4;

    static int longest(int positions, Rotary rotary) {
        return rotary.scaling() instanceof Rotary.DynamicNtk
                ? Math.multiplyExact(positions, DYNAMIC_EXTENSION)
                : positions;
    }
}
