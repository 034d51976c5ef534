package io.pagestream.engine.grammar;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The tokens of a vocabulary as a trie of bytes in one array, in the order of a walk: behind a node stands its subtree,
 * and {@link #end} says where that ends, so a subtree is skipped in one step. Node 0 is the root. Immutable, any thread.
 */
final class TokenTrie {

    private final TokenBytes vocabulary;
    private final int[] stopIds;
    private final int[] tokens;
    private final byte[] label;
    private final short[] depth;
    private final int[] end;
    private final int[] firstToken;
    private final int[] rootChild = new int[256];
    private final int deepest;
    private final boolean everyByte;

    TokenTrie(TokenBytes vocabulary) {
        this.vocabulary = vocabulary;
        this.stopIds = vocabulary.stopIds().clone();
        if (stopIds.length == 0) {
            throw new IllegalArgumentException("a vocabulary without a stop id; a finished answer could not end");
        }
        Integer[] sorted = sortedIds();
        this.tokens = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
        byte[][] texts = new byte[tokens.length][];
        int nodes = 1;
        int most = 0;
        byte[] previous = {};
        for (int i = 0; i < tokens.length; i++) {
            texts[i] = vocabulary.bytes(tokens[i]);
            nodes += texts[i].length - common(previous, texts[i]);
            most = Math.max(most, texts[i].length);
            previous = texts[i];
        }
        if (most > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a token of " + most + " bytes; at most " + Short.MAX_VALUE + " are read");
        }
        this.deepest = most;
        this.label = new byte[nodes];
        this.depth = new short[nodes];
        this.end = new int[nodes];
        this.firstToken = new int[nodes + 1];
        fill(texts);
        int children = 0;
        for (int node = 1; node < nodes; node = end[node]) {
            rootChild[label[node] & 255] = node;
            children += firstToken[node + 1] > firstToken[node] ? 1 : 0;
        }
        this.everyByte = children == 256;
    }

    private Integer[] sortedIds() {
        int size = vocabulary.size();
        boolean[] stops = new boolean[size];
        for (int id : stopIds) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException("stop id " + id + " is not in a vocabulary of " + size);
            }
            stops[id] = true;
        }
        Integer[] ids = new Integer[size];
        int count = 0;
        for (int id = 0; id < size; id++) {
            byte[] bytes = vocabulary.bytes(id);
            // A token of no bytes could come for ever.
            if (bytes != null && bytes.length > 0 && !stops[id]) {
                ids[count++] = id;
            }
        }
        Integer[] sorted = Arrays.copyOf(ids, count);
        Comparator<Integer> byBytes = (a, b) -> Arrays.compareUnsigned(vocabulary.bytes(a), vocabulary.bytes(b));
        Arrays.sort(sorted, byBytes.thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    private void fill(byte[][] texts) {
        int[] path = new int[deepest + 1];
        int length = 0;
        int node = 0;
        byte[] previous = {};
        for (int i = 0; i < texts.length; i++) {
            int shared = common(previous, texts[i]);
            for (; length > shared; length--) {
                end[path[length]] = node + 1;
            }
            for (; length < texts[i].length; length++) {
                node++;
                label[node] = texts[i][length];
                depth[node] = (short) (length + 1);
                firstToken[node] = i;
                path[length + 1] = node;
            }
            previous = texts[i];
        }
        for (; length >= 0; length--) {
            end[path[length]] = node + 1;
        }
        firstToken[node + 1] = texts.length;
    }

    private static int common(byte[] a, byte[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }

    TokenBytes vocabulary() {
        return vocabulary;
    }

    int[] stopIds() {
        return stopIds;
    }

    int words() {
        return (vocabulary.size() + 31) / 32;
    }

    int nodes() {
        return label.length;
    }

    int label(int node) {
        return label[node] & 255;
    }

    /** Bytes from the root. */
    int depth(int node) {
        return depth[node];
    }

    int deepest() {
        return deepest;
    }

    /** The node behind the subtree of {@code node}. */
    int end(int node) {
        return end[node];
    }

    /** Sets the bits of the tokens that end at {@code node}; @return whether there is one */
    boolean mark(int node, int[] words) {
        // The tokens are in the order of the nodes, so those of a node end where those of the next one begin.
        for (int i = firstToken[node]; i < firstToken[node + 1]; i++) {
            words[tokens[i] >> 5] |= 1 << tokens[i];
        }
        return firstToken[node + 1] > firstToken[node];
    }

    boolean hasToken(int node) {
        return firstToken[node + 1] > firstToken[node];
    }

    /** Whether every byte is a token: then a text never takes more tokens than bytes. */
    boolean everyByte() {
        return everyByte;
    }

    /** The least number of tokens that spell {@code text}; {@link Integer#MAX_VALUE} when no tokens do. */
    int tokensOf(byte[] text) {
        int[] needed = new int[text.length + 1];
        for (int from = text.length - 1; from >= 0; from--) {
            int best = Integer.MAX_VALUE;
            int node = rootChild[text[from] & 255];
            for (int to = from + 1; node > 0; to++) {
                if (hasToken(node) && needed[to] < best) {
                    best = needed[to] + 1;
                }
                node = to < text.length ? child(node, text[to]) : 0;
            }
            needed[from] = best;
        }
        return needed[0];
    }

    private int child(int node, byte value) {
        for (int child = node + 1; child < end[node]; child = end[child]) {
            if (label[child] == value) {
                return child;
            }
        }
        return 0;
    }
}
