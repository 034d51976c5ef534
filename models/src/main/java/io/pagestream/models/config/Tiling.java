package io.pagestream.models.config;

/** How a model wants a page prepared for its encoder; plain values, since pixels are another room's business. */
public sealed interface Tiling {

    /** The most images that the encoder sees of one page. */
    int mostViews();

    /**
     * The most views whose vectors stand among one another in the prompt, so that they are kept together: one where view
     * follows view, a whole row of tiles where rows run over the full width.
     */
    int mostViewsSideBySide();

    /**
     * The same preparation with another limit of the grid, which never exceeds what the model can make sense of; nothing
     * changes where there is no grid.
     */
    Tiling withMaxTiles(int tiles);

    /**
     * InternVL: the page is squeezed to the grid that is nearest to its aspect ratio.
     *
     * @param minTiles of the grid
     * @param maxTiles of the grid
     * @param thumbnail whether the whole page is appended as a tile when there are several
     * @param mostTiles that the model can make sense of: whoever asks for more gets as many
     */
    record Dynamic(int minTiles, int maxTiles, boolean thumbnail, int mostTiles) implements Tiling {

        /** Without such a limit. */
        public Dynamic(int minTiles, int maxTiles, boolean thumbnail) {
            this(minTiles, maxTiles, thumbnail, Integer.MAX_VALUE);
        }

        @Override
        public int mostViews() {
            return maxTiles + (thumbnail && maxTiles > 1 ? 1 : 0);
        }

        @Override
        public int mostViewsSideBySide() {
            return 1;
        }

        @Override
        public Tiling withMaxTiles(int tiles) {
            int allowed = Math.min(tiles, mostTiles);
            return new Dynamic(Math.min(minTiles, allowed), allowed, thumbnail, mostTiles);
        }
    }

    /** InternLM-XComposer2: the page is squashed to one tile. */
    record Squash() implements Tiling {

        @Override
        public int mostViews() {
            return 1;
        }

        @Override
        public int mostViewsSideBySide() {
            return 1;
        }

        @Override
        public Tiling withMaxTiles(int tiles) {
            return this;
        }
    }

    /**
     * InternLM-XComposer2-4KHD and 2.5: the page keeps its aspect ratio, is padded to whole tiles, and is also seen as a
     * whole, which is view 0.
     *
     * @param maxTiles of the grid ({@code hd_num}); the view of the whole comes on top
     * @param maxEnlargement how many times its own size the page may grow before the next border of a tile; infinite when
     *     it always fills as many tiles as it may
     * @param centred whether the padding lies on both sides
     */
    record HighDefinition(int maxTiles, double maxEnlargement, boolean centred) implements Tiling {

        @Override
        public int mostViews() {
            return maxTiles + 1;
        }

        @Override
        public int mostViewsSideBySide() {
            return maxTiles;
        }

        @Override
        public Tiling withMaxTiles(int tiles) {
            return new HighDefinition(tiles, maxEnlargement, centred);
        }
    }
}
