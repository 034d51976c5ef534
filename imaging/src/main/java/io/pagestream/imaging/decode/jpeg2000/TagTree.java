package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.util.Arrays;

/** A tree of minima over the code blocks of a precinct, sent bit by bit as it is needed (B.10.2). */
final class TagTree {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final int levels;
    private final int[] widths;
    private final int[] offsets;
    private final int[] value;
    private final int[] atLeast;

    TagTree(int width, int height) {
        int[] levelWidths = new int[32];
        int[] levelOffsets = new int[32];
        int count = 0;
        int nodes = 0;
        int w = width;
        int h = height;
        while (true) {
            levelWidths[count] = w;
            levelOffsets[count++] = nodes;
            nodes += w * h;
            if (w <= 1 && h <= 1) {
                break;
            }
            w = (w + 1) / 2;
            h = (h + 1) / 2;
        }
        levels = count;
        widths = levelWidths;
        offsets = levelOffsets;
        value = new int[nodes];
        atLeast = new int[nodes];
        Arrays.fill(value, UNKNOWN);
    }

    /** Whether the value at a leaf is less than {@code threshold}; reads as many bits as that takes. */
    boolean isLess(int x, int y, int threshold, PacketBits bits) throws IOException {
        int low = 0;
        int node = 0;
        for (int level = levels - 1; level >= 0; level--) {
            node = offsets[level] + (y >> level) * widths[level] + (x >> level);
            low = Math.max(low, atLeast[node]);
            while (low < threshold && low < value[node]) {
                if (bits.read() == 1) {
                    value[node] = low;
                } else {
                    low++;
                }
            }
            atLeast[node] = low;
        }
        return value[node] < threshold;
    }

    /** The value at a leaf, however many bits it takes; {@code most} is what a sound stream can say. */
    int value(int x, int y, int most, PacketBits bits) throws IOException {
        for (int threshold = 1; threshold <= most + 1; threshold++) {
            if (isLess(x, y, threshold, bits)) {
                return threshold - 1;
            }
        }
        throw new IOException("more empty bit planes than there are bit planes");
    }
}
