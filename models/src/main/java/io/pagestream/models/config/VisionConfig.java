package io.pagestream.models.config;

/**
 * The vision encoder and how a page is prepared for it; from {@code config.json} and the shapes of the weights.
 *
 * @param tower which architecture
 * @param imageSide pixels of a tile
 * @param patchSide pixels of a patch
 * @param positionGrid patches along the side of the stored position table; another than {@link #grid} is interpolated
 * @param hidden width
 * @param heads attention heads
 * @param intermediate width of the feed-forward part
 * @param layers that are computed
 * @param storedLayers that the files hold; more than {@code layers} where an inner layer's output is taken
 * @param norm layer norm (300M) or RMS norm (6B)
 * @param normEps epsilon of {@code norm}
 * @param qkvBias whether query, key and value have a bias
 * @param qkNorm whether query and key are normalised over the full width, before the heads are split
 * @param merge how neighbouring patches become one vector
 * @param tiling how a page is prepared
 */
public record VisionConfig(
        Tower tower,
        int imageSide,
        int patchSide,
        int positionGrid,
        int hidden,
        int heads,
        int intermediate,
        int layers,
        int storedLayers,
        Norm norm,
        float normEps,
        boolean qkvBias,
        boolean qkNorm,
        Merge merge,
        Tiling tiling) {

    /** The two architectures. */
    public enum Tower {
        /** Patches with a bias, layer scale, exact GELU; a norm opens the projector. */
        INTERN_VIT,
        /** A norm behind the embeddings, quick GELU, no layer scale; nothing opens the projector. */
        CLIP
    }

    public enum Norm {
        LAYER,
        RMS
    }

    /** How patches become the vectors that the projector sees. */
    public enum Merge {
        /** Each patch is a vector. */
        NONE,
        /** Two by two, row by row. */
        ROWS,
        /** Two by two, column by column: {@code ps_version v1}. */
        COLUMNS
    }

    /** InternViT-300M with its own tile size, as most models have it. */
    public static VisionConfig internVit(
            int imageSide, int patchSide, int hidden, int heads, int intermediate, int layers, Tiling tiling) {
        return new VisionConfig(
                Tower.INTERN_VIT,
                imageSide,
                patchSide,
                imageSide / patchSide,
                hidden,
                heads,
                intermediate,
                layers,
                layers,
                Norm.LAYER,
                1e-6f,
                true,
                false,
                Merge.ROWS,
                tiling);
    }

    /** Patches along a tile's side. */
    public int grid() {
        return imageSide / patchSide;
    }

    /** Vectors along a tile's side. */
    public int mergedGrid() {
        return merge == Merge.NONE ? grid() : grid() / 2;
    }

    /** Width of the vectors that the projector sees. */
    public int mergedHidden() {
        return merge == Merge.NONE ? hidden : 4 * hidden;
    }

    /** Vectors that the decoder gets for one tile. */
    public int tokensPerTile() {
        return mergedGrid() * mergedGrid();
    }

    /** Whether vectors of the model's own close the rows of its images and stand between overview and tiles. */
    public boolean separators() {
        return tiling instanceof Tiling.HighDefinition;
    }

    /** The most vectors of one page in a prompt. */
    public int mostTokens() {
        // A column of tiles has the most rows, and each row its separator.
        int rows = separators() ? tiling.mostViews() * mergedGrid() + 1 : 0;
        return Math.addExact(Math.multiplyExact(tiling.mostViews(), tokensPerTile()), rows);
    }
}
