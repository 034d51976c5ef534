package io.pagestream.engine.cache;

import java.util.BitSet;

/** The numbers from 0 to {@code size - 1}, each of them free or taken. Belongs to one thread. */
final class FreeList {

    private final String what;
    private final int[] free;
    private final BitSet taken;
    private int freeCount;

    FreeList(String what, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("at least one " + what + " is needed, got " + size);
        }
        this.what = what;
        this.free = new int[size];
        this.taken = new BitSet(size);
        // From the top, so that the lowest numbers are taken first and neighbours lie side by side.
        for (int i = size - 1; i >= 0; i--) {
            free[freeCount++] = i;
        }
    }

    int size() {
        return free.length;
    }

    int freeCount() {
        return freeCount;
    }

    int take() {
        int number = free[--freeCount];
        taken.set(number);
        return number;
    }

    /** Checked, because a number that is given back twice would one day be taken by two. */
    void give(int number) {
        if (!taken.get(number)) {
            throw new IllegalStateException(what + " " + number + " was given back, but nobody had taken it");
        }
        taken.clear(number);
        free[freeCount++] = number;
    }
}
