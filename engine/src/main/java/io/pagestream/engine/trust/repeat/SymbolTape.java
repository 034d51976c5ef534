package io.pagestream.engine.trust.repeat;

import java.util.Arrays;

/**
 * The newest symbols of an answer, at least three times {@value #LONGEST_PERIOD}, by their position from the beginning;
 * and where the last few of them stood before.
 */
final class SymbolTape {

    /** Symbols of the longest repetition that is seen; some two pages of text. */
    static final int LONGEST_PERIOD = 4096;

    private static final int SIZE = 4 * LONGEST_PERIOD;
    /** Symbols by which an earlier place is found. */
    static final int GRAM = 3;

    private Symbol[] symbols = new Symbol[256];
    private int[] lastSeen = new int[1024]; // by the hash of a gram: position of its last symbol, plus 1
    private int count;
    private Amount total = Amount.NONE;

    void add(Symbol symbol) {
        if (count == symbols.length && count < SIZE) {
            symbols = Arrays.copyOf(symbols, count * 2);
            lastSeen = new int[symbols.length * 4];
            for (int i = GRAM - 1; i < count; i++) {
                lastSeen[gram(i)] = i + 1;
            }
        }
        symbols[count % symbols.length] = symbol;
        count++;
        total = total.plus(symbol.amount());
    }

    Symbol at(int position) {
        return symbols[position % symbols.length];
    }

    int count() {
        return count;
    }

    /** Of all symbols from the beginning. */
    Amount total() {
        return total;
    }

    /**
     * How far back the last three symbols stood before, numbers taken as equal; 0 when they did not, as far as this can
     * be told. Books the place of the newest symbol, so it is asked once after each {@link #add}.
     */
    int distance() {
        int newest = count - 1;
        if (newest < GRAM) {
            return 0;
        }
        int place = gram(newest);
        int earlier = lastSeen[place] - 1;
        lastSeen[place] = newest + 1;
        int distance = newest - earlier;
        if (earlier < GRAM - 1 || distance > LONGEST_PERIOD) {
            return 0;
        }
        for (int i = 0; i < GRAM; i++) {
            if (at(newest - i).id() != at(earlier - i).id()) {
                return 0; // another gram with the same hash
            }
        }
        return distance;
    }

    private int gram(int last) {
        int hash = 0;
        for (int i = 0; i < GRAM; i++) {
            hash = (hash + at(last - i).id()) * 0x9e3779b1;
            hash ^= hash >>> 15;
        }
        return hash & (lastSeen.length - 1);
    }
}
