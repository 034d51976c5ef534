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
 * @param ropeTheta base of the rotary angles
 * @param maxPositions tokens that the decoder was made for
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
        double ropeTheta,
        int maxPositions,
        boolean tiedHead) {}
