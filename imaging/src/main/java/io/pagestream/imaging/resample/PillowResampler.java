package io.pagestream.imaging.resample;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;

/**
 * Resizes to the byte as Pillow's {@code Image.resize} does for 8-bit RGB: a horizontal pass rounded to bytes, then a
 * vertical one, both with integer weights; the filter grows when the image shrinks, and a pass that would change no
 * size is left out.
 *
 * <p>Algorithm: Pillow 12, {@code src/libImaging/Resample.c}. The image is never held twice: as many rows of the
 * first pass as the vertical filter reaches over live in a ring, as integers, so that the second pass is one plain loop
 * over a row that the compiler turns into vector instructions.
 */
public final class PillowResampler {

    private PillowResampler() {}

    /**
     * Returns {@code image} at {@code width} by {@code height}; the aspect ratio is not kept.
     *
     * @throws IllegalArgumentException if a size is not positive, or the result does not fit an array
     */
    public static RgbImage resize(RgbImage image, int width, int height, Filter filter) {
        if (width < 1 || height < 1 || (long) width * height * 3 > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("cannot resize to " + width + " x " + height
                    + ": sizes must be positive, and the result at most 715827880 pixels");
        }
        if (width == image.width() && height == image.height()) {
            return image;
        }
        RowsPass rows = width == image.width() ? null : new RowsPass(image, Taps.of(image.width(), width, filter));
        byte[] result = new byte[width * height * 3];
        if (height == image.height()) {
            int[] row = new int[width * 3];
            for (int y = 0; y < height; y++) {
                rows.compute(y, row);
                narrow(row, result, y * row.length);
            }
        } else {
            columnsPass(image, rows, Taps.of(image.height(), height, filter), result);
        }
        return new RgbImage(width, height, result);
    }

    private static void columnsPass(RgbImage image, RowsPass rows, Taps taps, byte[] result) {
        int rowLength = result.length / taps.first.length;
        int[][] ring = new int[Math.min(taps.width, image.height())][rowLength];
        int[] sums = new int[rowLength];
        int ready = taps.first[0];
        for (int y = 0; y < taps.first.length; y++) {
            for (; ready < taps.end(y); ready++) {
                int[] row = ring[ready % ring.length];
                if (rows == null) {
                    widen(image.pixels(), ready * rowLength, row);
                } else {
                    rows.compute(ready, row);
                }
            }
            Arrays.fill(sums, Taps.HALF);
            for (int k = 0; k < taps.count[y]; k++) {
                addScaled(ring[(taps.first[y] + k) % ring.length], taps.weights[y * taps.width + k], sums);
            }
            for (int i = 0; i < rowLength; i++) {
                sums[i] = clip(sums[i] >> Taps.PRECISION);
            }
            narrow(sums, result, y * rowLength);
        }
    }

    /** Kept apart so that it is compiled as one vector loop. */
    private static void addScaled(int[] row, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }

    private static void widen(byte[] pixels, int from, int[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = pixels[from + i] & 0xff;
        }
    }

    private static void narrow(int[] row, byte[] pixels, int from) {
        for (int i = 0; i < row.length; i++) {
            pixels[from + i] = (byte) row[i];
        }
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** The first pass: one row of the input becomes one row of the new width. */
    private record RowsPass(RgbImage image, Taps taps) {

        void compute(int y, int[] row) {
            byte[] pixels = image.pixels();
            int start = y * image.width() * 3;
            int[] weights = taps.weights;
            for (int x = 0, out = 0; x < taps.first.length; x++, out += 3) {
                int red = Taps.HALF;
                int green = Taps.HALF;
                int blue = Taps.HALF;
                int at = start + taps.first[x] * 3;
                int w = x * taps.width;
                for (int end = w + taps.count[x]; w < end; w++, at += 3) {
                    int weight = weights[w];
                    red += (pixels[at] & 0xff) * weight;
                    green += (pixels[at + 1] & 0xff) * weight;
                    blue += (pixels[at + 2] & 0xff) * weight;
                }
                row[out] = clip(red >> Taps.PRECISION);
                row[out + 1] = clip(green >> Taps.PRECISION);
                row[out + 2] = clip(blue >> Taps.PRECISION);
            }
        }
    }
}
