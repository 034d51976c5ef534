package io.pagestream.engine.grammar;

/** Walks the vocabulary with the automaton. One thread at a time, as the machine. */
final class MaskBuilder {

    private final TokenTrie trie;
    private final InsideMasks inside;
    private final Machine machine;
    private final State[] stateAt;
    private int refused; // of the walks of one mask

    MaskBuilder(TokenTrie trie, InsideMasks inside, Machine machine) {
        this.trie = trie;
        this.inside = inside;
        this.machine = machine;
        this.stateAt = new State[trie.deepest() + 1];
    }

    /** All tokens that some answer goes on with, however long it becomes. */
    Mask any(State state) {
        int[] words = new int[trie.words()];
        int worst = 0;
        for (Frame top : state.tops()) {
            InsideMasks.Inside part = inside.of(((Lexeme) top.node()).dfa(), top.at());
            for (int i = 0; i < words.length; i++) {
                words[i] |= part.words()[i];
            }
            int below = top.below() == null ? 0 : top.below().least();
            worst = Math.max(worst, part.worst() + below);
            if (part.crossings().length > 0) {
                State after = machine.after(top);
                for (int node : part.crossings()) {
                    worst = Math.max(worst, walk(node, after, words, Integer.MAX_VALUE));
                }
            }
        }
        markStops(state, words);
        // Without single bytes a text may need tokens that do not exist: then every mask is made with the limit.
        return new Mask(words, trie.everyByte() ? worst : Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** The tokens after which the answer can still be closed with {@code tokens} more. */
    Mask closable(State state, int tokens) {
        int[] words = new int[trie.words()];
        refused = Integer.MAX_VALUE;
        int needed = walk(0, state, words, tokens);
        markStops(state, words);
        return new Mask(words, needed, refused);
    }

    /** The tokens that stop the answer, if it may stop. */
    int[] stops(State state) {
        int[] words = new int[trie.words()];
        markStops(state, words);
        return words;
    }

    private void markStops(State state, int[] words) {
        if (state.complete()) {
            for (int id : trie.stopIds()) {
                words[id >> 5] |= 1 << id;
            }
        }
    }

    /** @return the most that {@link #needed} says of the tokens of the subtree of {@code root} that are allowed */
    private int walk(int root, State from, int[] words, int tokens) {
        int worst = 0;
        stateAt[trie.depth(root)] = from;
        int end = trie.end(root);
        for (int node = root + 1; node < end; ) {
            int depth = trie.depth(node);
            State state = machine.step(stateAt[depth - 1], trie.label(node));
            if (state == State.DEAD) {
                node = trie.end(node);
                continue;
            }
            stateAt[depth] = state;
            if (trie.hasToken(node)) {
                int needed = needed(state, tokens);
                if (needed <= tokens) {
                    trie.mark(node, words);
                    worst = Math.max(worst, needed);
                } else {
                    refused = Math.min(refused, needed);
                }
            }
            node++;
        }
        return worst;
    }

    /** Whether {@code tokens} are enough for the shortest end of {@code state}. */
    boolean closes(State state, int tokens) {
        return needed(state, tokens) <= tokens;
    }

    /**
     * Tokens that are enough for the shortest end of {@code state}: where {@code tokens} are, perhaps more than the fewest; where
     * they are not, the fewest.
     */
    private int needed(State state, int tokens) {
        boolean bytes = tokens == Integer.MAX_VALUE || trie.everyByte() && state.least() <= tokens;
        return bytes ? state.least() : leastTokens(state);
    }

    /** Tokens of the shortest end; {@link Integer#MAX_VALUE} when the vocabulary cannot spell it. */
    int leastTokens(State state) {
        if (state.leastTokens < 0) {
            state.leastTokens = trie.tokensOf(state.leastText());
        }
        return state.leastTokens;
    }
}
