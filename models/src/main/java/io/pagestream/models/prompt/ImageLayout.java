package io.pagestream.models.prompt;

/** The order in which the vectors of an image's views stand in a prompt. */
@FunctionalInterface
public interface ImageLayout {

    /** @return as in {@link ImageSpan#vectors} */
    int[] vectors(ImageShape image);

    /** View after view, each row by row: InternVL. */
    static ImageLayout viewByView(int tokensPerTile) {
        return image -> {
            int[] vectors = new int[Math.multiplyExact(image.views(), tokensPerTile)];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = i;
            }
            return vectors;
        };
    }

    /**
     * InternLM-XComposer2-4KHD and 2.5: the rows of the overview, which is view 0, each closed by separator 0; separator 1;
     * then the rows of the whole map that the tiles make together, view 1 being the first of them, each row over the full
     * width and closed by separator 0.
     *
     * @param side vectors along the side of a view
     */
    static ImageLayout overviewAndRows(int side) {
        return image -> OverviewAndRows.vectors(image, side);
    }
}
