package io.pagestream.engine.grammar;

import java.util.Arrays;

/**
 * One part of a grammar. What it needs to end is computed once for the whole graph ({@link NodeGraph#settle}): its
 * shortest text, the first in byte order among equals, and how many frames the automaton's stack grows while it is
 * written. Because the first of the shortest is unique, what remains of it after some bytes is the shortest text of
 * the state that is then reached; the promise that an answer can be closed in time rests on that.
 *
 * <p>Knuth, "A Generalization of Dijkstra's Algorithm" (1977), has shortest texts of grammars; here they are relaxed
 * until nothing changes. Immutable once settled, then any thread.
 */
abstract sealed class Node permits Lexeme, Sequence, Choice, Repeat, Rule {

    /** Above all real counts, and still far from an overflow. */
    static final int NEVER = 1 << 28;

    private byte[] least;
    private int frames = NEVER;

    /** The shortest text; null when there is none. */
    final byte[] least() {
        return least;
    }

    /** Frames that the shortest text needs; {@link #NEVER} when there is none. */
    final int frames() {
        return frames;
    }

    /** @return how many bytes the shortest end takes when {@code at} of this node is done; what that counts, it knows */
    abstract int leastFrom(int at);

    /** Writes the bytes of {@link #leastFrom} to {@code out}. */
    abstract void writeLeastFrom(int at, byte[] out, int offset);

    /** @return whether anything became shorter */
    abstract boolean settle();

    /** Keeps what is better than before. */
    final boolean offer(byte[] text, int needed) {
        if (text == null || text.length > Limits.LEAST_BYTES) {
            return false;
        }
        int order = least == null ? -1 : compare(text, least);
        if (order > 0 || order == 0 && needed >= frames) {
            return false;
        }
        least = text;
        frames = needed;
        return true;
    }

    /** Shorter first, then in byte order. */
    static int compare(byte[] a, byte[] b) {
        return a.length != b.length ? Integer.compare(a.length, b.length) : Arrays.compareUnsigned(a, b);
    }
}
