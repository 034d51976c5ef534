package io.pagestream.engine.grammar;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the vocabulary can do inside of one lexical part, whatever stands around it: the greater part of every mask, and
 * the same for all strings of all grammars. Bounded; any thread.
 */
final class InsideMasks {

    private static final int REMEMBERED = 1024;

    /**
     * @param words the tokens that end inside or with the part
     * @param worst the most bytes that the part still needs after one of them
     * @param crossings the nodes of the trie where the part has ended and tokens go on
     */
    record Inside(int[] words, int worst, int[] crossings) {}

    private record Key(ByteDfa dfa, int state) {}

    private final TokenTrie trie;
    private final Map<Key, Inside> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Inside> eldest) {
            return size() > REMEMBERED;
        }
    };

    InsideMasks(TokenTrie trie) {
        this.trie = trie;
    }

    Inside of(ByteDfa dfa, int state) {
        Key key = new Key(dfa, state);
        synchronized (remembered) {
            Inside known = remembered.get(key);
            if (known != null) {
                return known;
            }
        }
        Inside computed = compute(dfa, state);
        synchronized (remembered) {
            remembered.put(key, computed);
        }
        return computed;
    }

    private Inside compute(ByteDfa dfa, int start) {
        int[] words = new int[trie.words()];
        int worst = 0;
        int[] crossings = new int[16];
        int crossed = 0;
        int[] stateAt = new int[trie.deepest() + 1];
        stateAt[0] = start;
        for (int node = 1; node < trie.nodes(); ) {
            int depth = trie.depth(node);
            int state = dfa.next(stateAt[depth - 1], trie.label(node));
            if (state == ByteDfa.DEAD) {
                node = trie.end(node);
                continue;
            }
            stateAt[depth] = state;
            if (trie.mark(node, words)) {
                worst = Math.max(worst, dfa.least(state));
            }
            if (dfa.accepts(state) && trie.end(node) > node + 1) {
                crossings = crossed == crossings.length ? Arrays.copyOf(crossings, crossed * 2) : crossings;
                crossings[crossed++] = node;
            }
            node = dfa.goesOn(state) ? node + 1 : trie.end(node);
        }
        return new Inside(words, worst, Arrays.copyOf(crossings, crossed));
    }
}
