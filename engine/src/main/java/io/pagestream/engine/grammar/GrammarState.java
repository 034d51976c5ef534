package io.pagestream.engine.grammar;

/**
 * How far an answer has come. Immutable and small: a copy for another beam, or for an answer that is put aside, is the
 * same object. Any thread.
 */
public final class GrammarState {

    private final Grammar grammar;
    private final State state;
    private final int left;
    private final boolean stopped;

    GrammarState(Grammar grammar, State state, int left, boolean stopped) {
        this.grammar = grammar;
        this.state = state;
        this.left = left;
        this.stopped = stopped;
    }

    /**
     * The tokens that may come next: ceil(columns / 32) words, bit {@code id & 31} of word {@code id >> 5} set for an
     * allowed id, as {@code Ops.maskTokens} takes them. At least one is set. The array may be shared: it is not to be
     * written.
     */
    public int[] allowed() {
        return grammar.allowed(state, stopped ? 0 : left);
    }

    /**
     * The state after {@code token}.
     *
     * @throws IllegalArgumentException when {@link #allowed} does not have it
     */
    public GrammarState advance(int token) {
        GrammarState next = after(token);
        if (next == null) {
            throw new IllegalArgumentException(
                    "token " + token + " is not allowed here, with " + left + " tokens left; take one of allowed()");
        }
        return next;
    }

    /** As {@link #advance}, but null for a token that is not allowed. */
    GrammarState after(int token) {
        if (grammar.isStop(token)) {
            return state.complete() ? new GrammarState(grammar, state, left, true) : null;
        }
        State next = stopped ? State.DEAD : grammar.advance(state, token, left);
        return next == State.DEAD ? null : new GrammarState(grammar, next, left - 1, false);
    }

    /** Whether the answer may end here. */
    public boolean isComplete() {
        return state.complete();
    }

    /** Whether the token that stops the answer was given. */
    public boolean isStopped() {
        return stopped;
    }

    /** Whether only one token may come: {@link #forcedToken} needs no model. */
    public boolean isForced() {
        return forcedToken() >= 0;
    }

    /** The only token that may come, or -1. */
    public int forcedToken() {
        int only = -1;
        int[] words = allowed();
        for (int i = 0; i < words.length; i++) {
            if (words[i] == 0) {
                continue;
            }
            if (only >= 0 || Integer.bitCount(words[i]) > 1) {
                return -1;
            }
            only = i * 32 + Integer.numberOfTrailingZeros(words[i]);
        }
        return only;
    }

    /** How many more tokens the answer may have, the one that stops it not counted. */
    public int tokensLeft() {
        return left;
    }
}
