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
}
