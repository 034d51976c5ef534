package io.pagestream.engine.grammar;

import java.util.Arrays;
import java.util.List;

/**
 * All ways in which the text so far can be read: stacks with a lexical part on top, and whether the text is complete.
 * Immutable but for what is remembered about it, which {@link Machine} guards.
 */
final class State {

    /** The state of texts that cannot be continued. */
    static final State DEAD = new State(List.of(), false);

    private final List<Frame> tops;
    private final boolean complete;
    private final int least;

    /** Next states by byte; null: not yet known. Filled by the machine. */
    final State[] next = new State[256];

    /** What {@link TokenTrie#tokensOf} says of the shortest end; -1: not yet known. */
    int leastTokens = -1;

    State(List<Frame> tops, boolean complete) {
        this.tops = List.copyOf(tops);
        this.complete = complete;
        this.least = complete ? 0 : tops.stream().mapToInt(Frame::least).min().orElse(Integer.MAX_VALUE);
    }

    List<Frame> tops() {
        return tops;
    }

    boolean complete() {
        return complete;
    }

    void forget() {
        Arrays.fill(next, null);
    }

    /** Bytes of the shortest end. */
    int least() {
        return least;
    }

    /** The shortest end, the first in byte order among equals. */
    byte[] leastText() {
        byte[] best = complete ? new byte[0] : null;
        for (Frame top : tops) {
            if (top.least() == least && !complete) {
                byte[] text = top.leastText();
                best = best == null || Node.compare(text, best) < 0 ? text : best;
            }
        }
        return best;
    }
}
