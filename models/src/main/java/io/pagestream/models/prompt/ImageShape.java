package io.pagestream.models.prompt;

/**
 * How an image was cut for the vision encoder: what a prompt must know of it.
 *
 * @param columns tiles from left to right
 * @param rows tiles from top to bottom
 * @param views images that the encoder sees: the tiles, and the whole picture where it is among them
 */
public record ImageShape(int columns, int rows, int views) {

    public ImageShape {
        if (columns < 1 || rows < 1 || views < (long) columns * rows || views > (long) columns * rows + 1) {
            throw new IllegalArgumentException(
                    "an image of " + columns + " x " + rows + " tiles has as many views, or one more, got " + views);
        }
    }

    /** {@code views} in a row, where the shape of the grid does not matter. */
    public static ImageShape of(int views) {
        return new ImageShape(views, 1, views);
    }
}
