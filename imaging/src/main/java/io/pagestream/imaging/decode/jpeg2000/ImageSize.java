package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The grid of image and tiles: marker SIZ.
 *
 * @param x0,y0,x1,y1 corners of the image on the grid
 * @param tileX0,tileY0 where the first tile begins
 * @param tileWidth,tileHeight of every tile on the grid
 * @param precision bits of each component's samples
 * @param signed whether they have a sign
 * @param stepX,stepY grid points for each sample of a component
 */
record ImageSize(
        int x0,
        int y0,
        int x1,
        int y1,
        int tileX0,
        int tileY0,
        int tileWidth,
        int tileHeight,
        int[] precision,
        boolean[] signed,
        int[] stepX,
        int[] stepY) {

    private static final int MOST_COMPONENTS = 8;
    private static final int MOST_TILES = 65_535;

    /** @param marker what follows the length of the marker */
    static ImageSize of(ByteBuffer marker) throws IOException {
        marker.getShort();
        int[] grid = new int[8];
        for (int i = 0; i < 8; i++) {
            grid[i] = marker.getInt();
            if (grid[i] < 0) {
                throw new IOException("a grid of more than 2^31 points");
            }
        }
        int components = marker.getShort() & 0xffff;
        if (components < 1 || components > MOST_COMPONENTS) {
            throw new IOException(components + " components; 1 to " + MOST_COMPONENTS + " are read");
        }
        int[] precision = new int[components];
        boolean[] signed = new boolean[components];
        int[] stepX = new int[components];
        int[] stepY = new int[components];
        for (int c = 0; c < components; c++) {
            int bits = marker.get() & 0xff;
            precision[c] = (bits & 0x7f) + 1;
            signed[c] = (bits & 0x80) != 0;
            stepX[c] = marker.get() & 0xff;
            stepY[c] = marker.get() & 0xff;
            if (stepX[c] == 0 || stepY[c] == 0 || precision[c] > 24) {
                throw new IOException(
                        "a component of " + precision[c] + " bits with steps " + stepX[c] + ", " + stepY[c]);
            }
        }
        ImageSize size = new ImageSize(
                grid[2], grid[3], grid[0], grid[1], grid[6], grid[7], grid[4], grid[5], precision, signed, stepX,
                stepY);
        size.requireSound();
        return size;
    }

    private void requireSound() throws IOException {
        if (x1 <= x0 || y1 <= y0 || tileWidth < 1 || tileHeight < 1 || tileX0 > x0 || tileY0 > y0) {
            throw new IOException(
                    "an image of " + (x1 - x0) + " x " + (y1 - y0) + " in tiles of " + tileWidth + " x " + tileHeight);
        }
        if ((long) tileX0 + tileWidth <= x0
                || (long) tileY0 + tileHeight <= y0
                || (long) tilesAcross() * tilesDown() > MOST_TILES) {
            throw new IOException("tiles that lie outside of the image, or more than " + MOST_TILES);
        }
        for (int c = 0; c < components(); c++) {
            if (width(c) < 1 || height(c) < 1) {
                throw new IOException("a component without samples");
            }
        }
    }

    int components() {
        return precision.length;
    }

    int tilesAcross() {
        return (int) (((long) x1 - tileX0 + tileWidth - 1) / tileWidth);
    }

    int tilesDown() {
        return (int) (((long) y1 - tileY0 + tileHeight - 1) / tileHeight);
    }

    /** Corners x0, y0, x1, y1 of a tile on the grid. */
    int[] tile(int index) {
        long left = tileX0 + (long) (index % tilesAcross()) * tileWidth;
        long top = tileY0 + (long) (index / tilesAcross()) * tileHeight;
        return new int[] {
            (int) Math.max(left, x0),
            (int) Math.max(top, y0),
            (int) Math.min(left + tileWidth, x1),
            (int) Math.min(top + tileHeight, y1)
        };
    }

    /** The same corners in the samples of a component. */
    int[] tile(int index, int component) {
        int[] tile = tile(index);
        return new int[] {
            ceil(tile[0], stepX[component]),
            ceil(tile[1], stepY[component]),
            ceil(tile[2], stepX[component]),
            ceil(tile[3], stepY[component])
        };
    }

    int width(int component) {
        return ceil(x1, stepX[component]) - ceil(x0, stepX[component]);
    }

    int height(int component) {
        return ceil(y1, stepY[component]) - ceil(y0, stepY[component]);
    }

    static int ceil(int value, int step) {
        return (int) (((long) value + step - 1) / step);
    }
}
