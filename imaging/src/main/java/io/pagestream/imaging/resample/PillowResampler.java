package io.pagestream.imaging.resample;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.Arrays;

/**
 * Resizes to the byte as Pillow's {@code Image.resize} does for 8-bit RGB: a horizontal pass rounded to bytes, then a
 * vertical one, both with integer weights; the filter grows when the image shrinks, and a pass that would change no
 * size is left out.
 *
 * <p>Algorithm: Pillow 12, {@code src/libImaging/Resample.c}. Both passes are one: lines go by, as integers, and each line that comes
 * out is a weighted sum of some that lie side by side, so that the inner loop is plain arithmetic over whole lines that the
 * compiler turns into vector instructions. The lines of the vertical pass are rows; those of the horizontal one are
 * columns of {@value #BLOCK} rows. Only as many lines are held as the filter reaches over.
 */
public final class PillowResampler {

    /** Rows that the horizontal pass works on together. */
    private static final int BLOCK = 64;

    /** Columns that are taken out of the image and put into rows together. */
    private static final int TOGETHER = 4;

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
        Lines rows = width == image.width()
                ? (y, ring) -> stored(image, y, ring)
                : new NarrowRows(image, Taps.of(image.width(), width, filter));
        byte[] result = new byte[width * height * 3];
        if (height == image.height()) {
            int[][] block = new int[Math.min(BLOCK, height)][width * 3];
            for (int y = 0; y < height; ) {
                for (int end = y + rows.next(y, block); y < end; y++) {
                    narrow(block[y % block.length], result, y * width * 3);
                }
            }
        } else {
            Taps taps = Taps.of(image.height(), height, filter);
            int[][] ring = ring(image.height(), taps, BLOCK, width * 3);
            pass(taps, ring, rows, 1, (y, count, sums) -> narrow(sums[0], result, y * width * 3));
        }
        return new RgbImage(width, height, result);
    }

    /** Where lines come from, one after the other. */
    private interface Lines {
        /** Writes line {@code index} and perhaps some behind it, each to its place in {@code ring}; returns how many. */
        int next(int index, int[][] ring);
    }

    /** Where lines go to: {@code count} at once, the first of them line {@code index}. */
    private interface Sums {
        void take(int index, int count, int[][] lines);
    }

    /** Room for all lines that an output is made of, and for {@code more} that come with the last of them. */
    private static int[][] ring(int lines, Taps taps, int more, int length) {
        return new int[Math.min(taps.width + more, lines)][length];
    }

    /** @param together how many sums are handed on at once; fewer at the end */
    private static void pass(Taps taps, int[][] ring, Lines in, int together, Sums out) {
        int[][] sums = new int[together][ring[0].length];
        int ready = taps.first[0];
        int outputs = taps.first.length;
        for (int from = 0; from < outputs; from += together) {
            int count = Math.min(together, outputs - from);
            for (int i = 0; i < count; i++) {
                while (ready < taps.end(from + i)) {
                    ready += in.next(ready, ring);
                }
                sum(taps, from + i, ring, sums[i]);
            }
            out.take(from, count, sums);
        }
    }

    /** Four lines at a time, so that a sum is read and written once for them. */
    private static void sum(Taps taps, int index, int[][] ring, int[] sums) {
        Arrays.fill(sums, Taps.HALF);
        int line = taps.first[index];
        int w = index * taps.width;
        int end = w + taps.count[index];
        int n = ring.length;
        int[] weights = taps.weights;
        for (; w + 4 <= end; w += 4, line += 4) {
            addScaled(
                    ring[line % n],
                    weights[w],
                    ring[(line + 1) % n],
                    weights[w + 1],
                    ring[(line + 2) % n],
                    weights[w + 2],
                    ring[(line + 3) % n],
                    weights[w + 3],
                    sums);
        }
        for (; w + 2 <= end; w += 2, line += 2) {
            addScaled(ring[line % n], weights[w], ring[(line + 1) % n], weights[w + 1], sums);
        }
        if (w < end) {
            addScaled(ring[line % n], weights[w], sums);
        }
        round(sums);
    }

    /** Kept apart, as the loops below, so that it is compiled as one vector loop. */
    private static void addScaled(int[] line, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += line[i] * weight;
        }
    }

    private static void addScaled(int[] a, int wa, int[] b, int wb, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * wa + b[i] * wb;
        }
    }

    private static void addScaled(int[] a, int wa, int[] b, int wb, int[] c, int wc, int[] d, int wd, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd;
        }
    }

    /** To 0 to 255. {@code Math.min} and {@code max} would keep the compiler from making vectors of it. */
    private static void round(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int value = sums[i] >> Taps.PRECISION;
            int positive = value & ~(value >> 31);
            int room = 255 - positive;
            sums[i] = 255 - (room & ~(room >> 31));
        }
    }

    private static int stored(RgbImage image, int y, int[][] ring) {
        int[] row = ring[y % ring.length];
        byte[] pixels = image.pixels();
        for (int i = 0, at = y * row.length; i < row.length; i++, at++) {
            row[i] = pixels[at] & 0xff;
        }
        return 1;
    }

    private static void narrow(int[] row, byte[] pixels, int from) {
        for (int i = 0; i < row.length; i++) {
            pixels[from + i] = (byte) row[i];
        }
    }

    /** The first pass: rows of the input become rows of the new width. */
    private static final class NarrowRows implements Lines {
        private final RgbImage image;
        private final Taps taps;
        private final int[][] columns;

        NarrowRows(RgbImage image, Taps taps) {
            this.image = image;
            this.taps = taps;
            this.columns = ring(image.width(), taps, TOGETHER, 3 * Math.min(BLOCK, image.height()));
        }

        @Override
        public int next(int y, int[][] ring) {
            int[][] rows = new int[Math.min(BLOCK, image.height() - y)][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = ring[(y + i) % ring.length];
            }
            pass(
                    taps,
                    columns,
                    (x, room) -> columns(x, y, rows.length, room),
                    TOGETHER,
                    (x, count, sums) -> spread(sums, count, x, rows));
            return rows.length;
        }

        /** As many columns as fit, up to four: they lie side by side in memory. */
        private int columns(int x, int y, int height, int[][] room) {
            int n = room.length;
            byte[] pixels = image.pixels();
            int step = image.width() * 3;
            int at = y * step + x * 3;
            if (x + TOGETHER > image.width()) {
                column(pixels, at, step, room[x % n], height);
                return 1;
            }
            int[] a = room[x % n];
            int[] b = room[(x + 1) % n];
            int[] c = room[(x + 2) % n];
            int[] d = room[(x + 3) % n];
            for (int i = 0; i < height * 3; i += 3, at += step) {
                a[i] = pixels[at] & 0xff;
                a[i + 1] = pixels[at + 1] & 0xff;
                a[i + 2] = pixels[at + 2] & 0xff;
                b[i] = pixels[at + 3] & 0xff;
                b[i + 1] = pixels[at + 4] & 0xff;
                b[i + 2] = pixels[at + 5] & 0xff;
                c[i] = pixels[at + 6] & 0xff;
                c[i + 1] = pixels[at + 7] & 0xff;
                c[i + 2] = pixels[at + 8] & 0xff;
                d[i] = pixels[at + 9] & 0xff;
                d[i + 1] = pixels[at + 10] & 0xff;
                d[i + 2] = pixels[at + 11] & 0xff;
            }
            return TOGETHER;
        }

        private static void column(byte[] pixels, int from, int step, int[] column, int height) {
            for (int i = 0, at = from; i < height * 3; i += 3, at += step) {
                column[i] = pixels[at] & 0xff;
                column[i + 1] = pixels[at + 1] & 0xff;
                column[i + 2] = pixels[at + 2] & 0xff;
            }
        }

        private static void spread(int[][] columns, int count, int x, int[][] rows) {
            if (count < TOGETHER) {
                for (int i = 0; i < count; i++) {
                    spread(columns[i], x + i, rows);
                }
                return;
            }
            int at = x * 3;
            int[] a = columns[0];
            int[] b = columns[1];
            int[] c = columns[2];
            int[] d = columns[3];
            for (int i = 0, from = 0; i < rows.length; i++, from += 3) {
                int[] row = rows[i];
                row[at] = a[from];
                row[at + 1] = a[from + 1];
                row[at + 2] = a[from + 2];
                row[at + 3] = b[from];
                row[at + 4] = b[from + 1];
                row[at + 5] = b[from + 2];
                row[at + 6] = c[from];
                row[at + 7] = c[from + 1];
                row[at + 8] = c[from + 2];
                row[at + 9] = d[from];
                row[at + 10] = d[from + 1];
                row[at + 11] = d[from + 2];
            }
        }

        private static void spread(int[] column, int x, int[][] rows) {
            for (int i = 0, from = 0; i < rows.length; i++, from += 3) {
                int[] row = rows[i];
                row[x * 3] = column[from];
                row[x * 3 + 1] = column[from + 1];
                row[x * 3 + 2] = column[from + 2];
            }
        }
    }
}
