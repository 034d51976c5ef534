package io.pagestream.engine.grammar;

import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * An automaton over code points as one over the bytes of well-formed UTF-8 (Unicode standard, table 3-7): a range is cut
 * until all of its code points have bytes of the same ranges. Lucene's own {@code UTF32ToUTF8} also lets overlong forms
 * through, which a search never meets but a model can write.
 */
final class Utf8Automaton {

    /** The last code points of one, two, three and four bytes; surrogates have none. */
    private static final int[][] LENGTHS = {
        {0, 0x7F}, {0x80, 0x7FF}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, Character.MAX_CODE_POINT}
    };

    private final Automaton.Builder bytes = new Automaton.Builder();

    private Utf8Automaton() {}

    static Automaton of(Automaton points) {
        return new Utf8Automaton().convert(points);
    }

    private Automaton convert(Automaton points) {
        int states = points.getNumStates();
        for (int state = 0; state < states; state++) {
            bytes.createState();
            bytes.setAccept(state, points.isAccept(state));
        }
        Transition arrow = new Transition();
        for (int state = 0; state < states; state++) {
            int arrows = points.initTransition(state, arrow);
            for (int i = 0; i < arrows; i++) {
                points.getNextTransition(arrow);
                for (int[] length : LENGTHS) {
                    int first = Math.max(arrow.min, length[0]);
                    int last = Math.min(arrow.max, length[1]);
                    if (first <= last) {
                        cut(state, arrow.dest, first, last);
                    }
                }
            }
        }
        return bytes.finish();
    }

    private void cut(int from, int to, int first, int last) {
        int trailing = first < 0x80 ? 0 : first < 0x800 ? 1 : first < 0x10000 ? 2 : 3;
        for (int i = 1; i <= trailing; i++) {
            int mask = (1 << 6 * i) - 1;
            if ((first & ~mask) != (last & ~mask)) {
                if ((first & mask) != 0) {
                    cut(from, to, first, first | mask);
                    cut(from, to, (first | mask) + 1, last);
                    return;
                }
                if ((last & mask) != mask) {
                    cut(from, to, first, (last & ~mask) - 1);
                    cut(from, to, last & ~mask, last);
                    return;
                }
            }
        }
        int at = from;
        for (int i = trailing; i >= 0; i--) {
            int next = i == 0 ? to : bytes.createState();
            bytes.addTransition(at, next, part(first, trailing, i), part(last, trailing, i));
            at = next;
        }
    }

    /** The byte of {@code point} with {@code behind} more behind it, of {@code trailing} in all. */
    private static int part(int point, int trailing, int behind) {
        int bits = point >> 6 * behind;
        if (behind < trailing) {
            return 0x80 | bits & 0x3F;
        }
        return trailing == 0 ? bits : (0xF00 >> trailing + 1 & 0xFF) | bits;
    }
}
