package io.pagestream.engine.grammar;

import java.util.concurrent.atomic.LongAdder;

/**
 * A compiled grammar for one vocabulary. Any thread; what it remembers (masks, states) is bounded.
 *
 * <p>The promise: an answer that takes only allowed tokens is complete before its limit of tokens. It is kept by
 * allowing a token only when the shortest text that ends the answer afterwards, spelled with the fewest tokens, still
 * fits. So the answers of the last few tokens may be forbidden although a longer text in fewer tokens would have fitted.
 */
public final class Grammar {

    private final TokenTrie trie;
    private final Machine machine;
    private final MaskBuilder builder;
    private final LongAdder nanos;
    private final RememberedMasks masks = new RememberedMasks();

    /** @param nanos where the time of {@link #allowed} and {@link #advance} is booked */
    Grammar(TokenTrie trie, InsideMasks inside, Node root, LongAdder nanos) {
        this.trie = trie;
        this.nanos = nanos;
        this.machine = new Machine(root);
        this.builder = new MaskBuilder(trie, inside, machine);
    }

    /**
     * The state of an answer that has no token yet.
     *
     * @param tokenLimit the most tokens of the answer; the token that stops it is not counted
     * @throws AnswerLimitException when no answer is sure to fit
     */
    public GrammarState start(int tokenLimit) {
        int least = leastTokens();
        if (least > tokenLimit || tokenLimit < 0 || least == Integer.MAX_VALUE) {
            throw new AnswerLimitException(least, tokenLimit);
        }
        return new GrammarState(this, machine.start(), tokenLimit, false);
    }

    /** Tokens of the shortest answer. */
    public synchronized int leastTokens() {
        return builder.leastTokens(machine.start());
    }

    /** Whether {@code text} is one of the answers. */
    public synchronized boolean accepts(byte[] text) {
        State state = machine.start();
        for (int i = 0; i < text.length && state != State.DEAD; i++) {
            state = machine.step(state, text[i] & 255);
        }
        return state.complete();
    }

    /** Shared between states: not to be written. */
    int[] allowed(State state, int left) {
        long start = System.nanoTime();
        try {
            return findAllowed(state, left);
        } finally {
            nanos.add(System.nanoTime() - start);
        }
    }

    private synchronized int[] findAllowed(State state, int left) {
        if (left == 0) {
            return builder.stops(state);
        }
        int tokens = left - 1;
        Mask known = masks.find(state, tokens);
        if (known != null) {
            return known.words();
        }
        if (!masks.knows(state)) {
            Mask any = builder.any(state);
            masks.put(state, any);
            if (any.holds(tokens)) {
                return any.words();
            }
        }
        Mask closable = builder.closable(state, tokens);
        masks.put(state, closable);
        return closable.words();
    }

    /** @return {@link State#DEAD} when {@code token} is not allowed */
    State advance(State state, int token, int left) {
        long start = System.nanoTime();
        try {
            return after(state, token, left);
        } finally {
            nanos.add(System.nanoTime() - start);
        }
    }

    private synchronized State after(State state, int token, int left) {
        byte[] bytes = token < 0 || token >= trie.vocabulary().size()
                ? null
                : trie.vocabulary().bytes(token);
        if (bytes == null || bytes.length == 0 || left == 0) {
            return State.DEAD;
        }
        State next = state;
        for (int i = 0; i < bytes.length && next != State.DEAD; i++) {
            next = machine.step(next, bytes[i] & 255);
        }
        return next != State.DEAD && builder.closes(next, left - 1) ? next : State.DEAD;
    }

    boolean isStop(int token) {
        for (int id : trie.stopIds()) {
            if (id == token) {
                return true;
            }
        }
        return false;
    }
}
