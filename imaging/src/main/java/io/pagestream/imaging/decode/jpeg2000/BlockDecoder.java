package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes the bit planes of a code block (Annex D).
 *
 * <p>Magnitudes carry one binary place more than the coefficients, so that a coefficient whose last planes are missing lies in
 * the middle of what it may be. Arrays have a border of one on each side, so that neighbours need no test.
 */
final class BlockDecoder {

    private static final int MOST_BIT_PLANES = 29;
    private static final int SIGNS = 9;
    private static final int REFINEMENT = 14;

    private final MqDecoder mq = new MqDecoder();
    private final int stride;
    private final int width;
    private final int height;
    private final Band band;
    private final CodingStyle style;
    private final byte[] significant;
    private final byte[] negative;
    private final byte[] refined;
    private final byte[] visited;
    private final int[] magnitude;
    private RawBits raw = new RawBits(new byte[0]);
    private boolean bypass;

    BlockDecoder(CodeBlock block, Band band, CodingStyle style) {
        this.width = block.width;
        this.height = block.height;
        this.stride = width + 2;
        this.band = band;
        this.style = style;
        int size = stride * (height + 2);
        this.significant = new byte[size];
        this.negative = new byte[size];
        this.refined = new byte[size];
        this.visited = new byte[size];
        this.magnitude = new int[size];
    }

    /** Decodes all passes of {@code block}, whose highest plane of the band is {@code bitPlanes}. */
    void decode(CodeBlock block, int bitPlanes) throws IOException {
        int plane = bitPlanes - block.emptyBitPlanes - 1;
        if (plane > MOST_BIT_PLANES) {
            throw new IOException("a code block of " + (plane + 1) + " bit planes");
        }
        mq.resetContexts();
        int pass = 2;
        int done = 0;
        for (CodeBlock.Segment segment : block.segments) {
            byte[] data = segment.data.toByteArray();
            bypass = style.has(CodingStyle.BYPASS) && done >= 10 && pass != 2;
            if (bypass) {
                raw = new RawBits(data);
            } else {
                mq.start(data, 0, data.length);
            }
            for (int i = 0; i < segment.passes && plane >= 0; i++, done++) {
                pass(pass, plane);
                if (style.has(CodingStyle.RESET)) {
                    mq.resetContexts();
                }
                pass++;
                if (pass == 3) {
                    pass = 0;
                    plane--;
                }
            }
        }
    }

    /** Twice the magnitude with its sign. */
    int twice(int x, int y) {
        int at = (y + 1) * stride + x + 1;
        return negative[at] != 0 ? -magnitude[at] : magnitude[at];
    }

    private void pass(int pass, int plane) {
        switch (pass) {
            case 0 -> significancePass(plane);
            case 1 -> refinementPass(plane);
            default -> cleanupPass(plane);
        }
    }

    private void significancePass(int plane) {
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x++) {
                for (int y = top; y < Math.min(top + 4, height); y++) {
                    int at = (y + 1) * stride + x + 1;
                    boolean lastRow = y == top + 3;
                    if (significant[at] != 0) {
                        continue;
                    }
                    int context = context(at, lastRow);
                    if (context != 0) {
                        visited[at] = 1;
                        if ((bypass ? raw.read() : mq.decode(context)) == 1) {
                            becomeSignificant(at, lastRow, plane);
                        }
                    }
                }
            }
        }
    }

    private void refinementPass(int plane) {
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x++) {
                for (int y = top; y < Math.min(top + 4, height); y++) {
                    int at = (y + 1) * stride + x + 1;
                    if (significant[at] == 0 || visited[at] != 0) {
                        continue;
                    }
                    int bit;
                    if (bypass) {
                        bit = raw.read();
                    } else if (refined[at] != 0) {
                        bit = mq.decode(REFINEMENT + 2);
                    } else {
                        bit = mq.decode(context(at, y == top + 3) != 0 ? REFINEMENT + 1 : REFINEMENT);
                    }
                    refined[at] = 1;
                    magnitude[at] += bit == 1 ? 1 << plane : -(1 << plane);
                }
            }
        }
    }

    private void cleanupPass(int plane) {
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x++) {
                cleanupColumn(x, top, plane);
            }
        }
        if (style.has(CodingStyle.SEGMENT_SYMBOLS)) {
            for (int i = 0; i < 4; i++) {
                mq.decode(MqDecoder.UNIFORM);
            }
        }
        Arrays.fill(visited, (byte) 0);
    }

    private void cleanupColumn(int x, int top, int plane) {
        int y = top;
        boolean known = false;
        if (top + 4 <= height && isQuiet(x, top)) {
            if (mq.decode(MqDecoder.RUN_LENGTH) == 0) {
                return;
            }
            y = top + (mq.decode(MqDecoder.UNIFORM) << 1);
            y += mq.decode(MqDecoder.UNIFORM);
            known = true;
        }
        for (; y < Math.min(top + 4, height); y++) {
            int at = (y + 1) * stride + x + 1;
            boolean lastRow = y == top + 3;
            if (known || significant[at] == 0 && visited[at] == 0 && mq.decode(context(at, lastRow)) == 1) {
                becomeSignificant(at, lastRow, plane);
            }
            known = false;
        }
    }

    /** Whether four coefficients of a column and all around them are still zero: then one symbol stands for all. */
    private boolean isQuiet(int x, int top) {
        for (int y = top; y < top + 4; y++) {
            int at = (y + 1) * stride + x + 1;
            if (significant[at] != 0 || visited[at] != 0 || context(at, y == top + 3) != 0) {
                return false;
            }
        }
        return true;
    }

    private void becomeSignificant(int at, boolean lastRow, int plane) {
        negative[at] = (byte) sign(at, lastRow);
        significant[at] = 1;
        magnitude[at] = 3 << plane;
    }

    private int sign(int at, boolean lastRow) {
        if (bypass) {
            return raw.read();
        }
        int across = clamp(signed(at - 1) + signed(at + 1));
        int down = clamp(signed(at - stride) + (hidesBelow(lastRow) ? 0 : signed(at + stride)));
        boolean flip = across < 0 || across == 0 && down < 0;
        int context = SIGNS + (across == 0 ? Math.abs(down) : 3 + across * down);
        return mq.decode(context) ^ (flip ? 1 : 0);
    }

    private int signed(int at) {
        return significant[at] == 0 ? 0 : negative[at] != 0 ? -1 : 1;
    }

    private static int clamp(int value) {
        return Math.max(-1, Math.min(1, value));
    }

    private boolean hidesBelow(boolean lastRow) {
        return lastRow && style.has(CodingStyle.VERTICALLY_CAUSAL);
    }

    /** Table D.1: how likely a coefficient becomes significant, from its neighbours. */
    private int context(int at, boolean lastRow) {
        boolean hidden = hidesBelow(lastRow);
        int below = at + stride;
        int above = at - stride;
        int across = significant[at - 1] + significant[at + 1];
        int down = significant[above] + (hidden ? 0 : significant[below]);
        int diagonal = significant[above - 1]
                + significant[above + 1]
                + (hidden ? 0 : significant[below - 1] + significant[below + 1]);
        if (band.horizontal() == 1 && band.vertical() == 1) {
            return diagonalContext(across + down, diagonal);
        }
        return band.horizontal() == 1 ? context(down, across, diagonal) : context(across, down, diagonal);
    }

    private static int context(int main, int other, int diagonal) {
        if (main == 2) {
            return 8;
        } else if (main == 1) {
            return other >= 1 ? 7 : diagonal >= 1 ? 6 : 5;
        } else if (other > 0) {
            return 2 + other;
        }
        return Math.min(2, diagonal);
    }

    private static int diagonalContext(int straight, int diagonal) {
        if (diagonal >= 3) {
            return 8;
        } else if (diagonal == 2) {
            return straight >= 1 ? 7 : 6;
        }
        return 3 * diagonal + Math.min(2, straight);
    }
}
