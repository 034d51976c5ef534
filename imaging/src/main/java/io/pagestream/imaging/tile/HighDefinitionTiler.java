package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;

/**
 * Prepares a picture as InternLM-XComposer2-4KHD and 2.5 do: resized to as many columns of tiles as the rule allows, its
 * aspect ratio kept, padded with white to whole tiles, cut row by row; the whole padded picture, shrunk to one tile, is
 * the overview.
 *
 * <p>Source of the algorithm: {@code HD_transform} and {@code Image_transform} of the InternLM-XComposer repository
 * ({@code ixc_utils.py}).
 */
public final class HighDefinitionTiler implements Tiler {

    private final HighDefinitionRule rule;

    public HighDefinitionTiler(HighDefinitionRule rule) {
        this.rule = rule;
    }

    @Override
    public TileGrid grid(int width, int height) {
        return layout(width, height).grid(rule.tileSide());
    }

    @Override
    public TileBatch tile(RgbImage image) {
        return layout(image.width(), image.height()).tile(image, rule.tileSide());
    }

    /** @throws IllegalArgumentException if the picture is so narrow that it would shrink to nothing */
    PaddedLayout layout(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture has at least one pixel, got " + width + " x " + height);
        }
        int longer = Math.max(width, height);
        int shorter = Math.min(width, height);
        double ratio = (double) longer / shorter;
        int columns = columns(longer, ratio);
        int side = rule.tileSide();
        int resizedWidth = columns * side;
        int resizedHeight = (int) (resizedWidth / ratio);
        if (resizedHeight < 1) {
            throw new IllegalArgumentException("a picture of " + width + " x " + height + " pixels shrinks to "
                    + resizedWidth + " x 0 in " + columns + " tiles of " + side
                    + ": it is too long for its width; cut it into parts, or allow more tiles");
        }
        int canvasHeight = (int) Math.ceil((double) resizedHeight / side) * side;
        int top = rule.centred() ? (canvasHeight - resizedHeight) / 2 : 0;
        return new PaddedLayout(width < height, resizedWidth, resizedHeight, top, resizedWidth, canvasHeight);
    }

    /** As many as fit into the budget with the rows that they need, but not far beyond the picture's own size. */
    private int columns(int longer, double ratio) {
        int columns = 1;
        while (columns * Math.ceil(columns / ratio) <= rule.maxTiles()) {
            columns++;
        }
        columns--;
        return (int) Math.min(Math.ceil(rule.maxEnlargement() * longer / rule.tileSide()), columns);
    }
}
