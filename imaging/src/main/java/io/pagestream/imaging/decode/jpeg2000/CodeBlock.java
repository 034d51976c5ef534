package io.pagestream.imaging.decode.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A rectangle of coefficients that is coded for itself, and the pieces of its data that packets have brought. */
final class CodeBlock {

    /** A run of coding passes whose data end together. */
    static final class Segment {
        final int most;
        int passes;
        final ByteArrayOutputStream data = new ByteArrayOutputStream(64);

        Segment(int most) {
            this.most = most;
        }
    }

    /** Passes before the first one that bypasses the arithmetic coder. */
    private static final int PASSES_BEFORE_BYPASS = 10;

    private static final int NO_END = Integer.MAX_VALUE;

    final int x0;
    final int y0;
    final int width;
    final int height;
    final List<Segment> segments = new ArrayList<>(1);
    boolean included;
    int emptyBitPlanes;
    int lengthBits = 3;

    CodeBlock(int x0, int y0, int x1, int y1) {
        this.x0 = x0;
        this.y0 = y0;
        this.width = x1 - x0;
        this.height = y1 - y0;
    }

    /** The segment that takes the next pass; a new one when the last is full. */
    Segment open(CodingStyle style) {
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (last == null || last.passes == last.most) {
            last = new Segment(mostPasses(style, last));
            segments.add(last);
        }
        return last;
    }

    private static int mostPasses(CodingStyle style, Segment before) {
        if (style.has(CodingStyle.TERMINATE_ALL)) {
            return 1;
        } else if (style.has(CodingStyle.BYPASS)) {
            if (before == null) {
                return PASSES_BEFORE_BYPASS;
            }
            return before.most == 1 || before.most == PASSES_BEFORE_BYPASS ? 2 : 1;
        }
        return NO_END;
    }
}
