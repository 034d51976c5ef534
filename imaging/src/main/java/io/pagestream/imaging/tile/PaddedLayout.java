package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;
import io.pagestream.imaging.resample.TorchBicubic;
import java.util.Arrays;

/**
 * Where a resized picture lies on a white canvas of whole tiles. All sizes are those of the orientation in which the
 * reference works: a picture that is higher than wide is transposed first and transposed back at the end.
 *
 * @param transposed whether the picture is higher than wide
 * @param width of the resized picture
 * @param height of the resized picture
 * @param top rows of padding above the picture
 * @param canvasWidth a multiple of the tile's side, as {@code canvasHeight}
 */
record PaddedLayout(boolean transposed, int width, int height, int top, int canvasWidth, int canvasHeight) {

    /** Columns and rows of tiles in the picture's own orientation. */
    TileGrid grid(int side) {
        return transposed
                ? new TileGrid(canvasHeight / side, canvasWidth / side)
                : new TileGrid(canvasWidth / side, canvasHeight / side);
    }

    /** The picture on its canvas, in its own orientation. */
    RgbImage draw(RgbImage image) {
        // Transposed before and not after: Pillow rounds to bytes between the horizontal and the vertical pass.
        RgbImage lying = transposed ? image.transposed() : image;
        RgbImage resized = PillowResampler.resize(lying, width, height, Filter.BILINEAR);
        RgbImage canvas = resized;
        if (canvasWidth != width || canvasHeight != height) {
            byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(canvasWidth, canvasHeight), 3)];
            Arrays.fill(pixels, (byte) 0xff);
            for (int y = 0; y < height; y++) {
                System.arraycopy(resized.pixels(), y * width * 3, pixels, (top + y) * canvasWidth * 3, width * 3);
            }
            canvas = new RgbImage(canvasWidth, canvasHeight, pixels);
        }
        return transposed ? canvas.transposed() : canvas;
    }

    /** The tiles of the drawn picture, and the whole of it as the overview. */
    TileBatch tile(RgbImage image, int side) {
        RgbImage drawn = draw(image);
        TileGrid grid = grid(side);
        byte[] tiles = TileCutter.cut(drawn, grid, side, grid.columns() * grid.rows());
        return TileBatch.of(grid, side, tiles, TorchBicubic.resize(drawn, side, side));
    }
}
