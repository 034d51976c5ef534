package io.pagestream.models.config;

/**
 * The vision encoder and how a page is cut for it; from {@code config.json}.
 *
 * @param imageSide pixels of a tile
 * @param patchSide pixels of a patch
 * @param hidden width
 * @param heads attention heads
 * @param intermediate width of the feed-forward part
 * @param layers how many
 * @param norm layer norm (300M) or RMS norm (6B)
 * @param normEps epsilon of {@code norm}
 * @param qkvBias whether query, key and value have a bias
 * @param qkNorm whether query and key are normalised over the full width
 * @param tokensPerTile vectors that the decoder gets for one tile
 * @param minTiles of the aspect-ratio match
 * @param maxTiles of the aspect-ratio match
 * @param thumbnail whether the whole page is appended as a tile
 */
public record VisionConfig(
        int imageSide,
        int patchSide,
        int hidden,
        int heads,
        int intermediate,
        int layers,
        Norm norm,
        float normEps,
        boolean qkvBias,
        boolean qkNorm,
        int tokensPerTile,
        int minTiles,
        int maxTiles,
        boolean thumbnail) {

    public enum Norm {
        LAYER,
        RMS
    }

    /** Patches along a tile's side. */
    public int grid() {
        return imageSide / patchSide;
    }
}
