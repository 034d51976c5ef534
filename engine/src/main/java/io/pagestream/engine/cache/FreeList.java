package io.pagestream.engine.cache;

import java.util.BitSet;

/** The numbers from 0 to {@code size - 1}, each of them free or taken. Belongs to one thread. */
final class FreeList {

    /** Room that a stretch is left to go on, where there is as much. */
    private static final int ROOM = 32;

    private final String what;
    private final int size;
    private final BitSet free;
    private int freeCount;

    FreeList(String what, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("at least one " + what + " is needed, got " + size);
        }
        this.what = what;
        this.size = size;
        this.free = new BitSet(size);
        this.free.set(0, size);
        this.freeCount = size;
    }

    int size() {
        return size;
    }

    int freeCount() {
        return freeCount;
    }

    /** The lowest. */
    int take() {
        return take(free.nextSetBit(0));
    }

    /**
     * The number after {@code before}, so that what belongs together lies side by side; where that one is taken, one with
     * much room behind it.
     *
     * @param before -1 for none
     */
    int takeAfter(int before) {
        return take(before >= 0 && free.get(before + 1) ? before + 1 : roomiest());
    }

    /** In the middle of the longest stretch, since whoever has what lies before it goes on there; where that is short, its first. */
    private int roomiest() {
        int best = 0;
        int length = 0;
        for (int first = free.nextSetBit(0); first >= 0; ) {
            int end = free.nextClearBit(first);
            if (end - first > length) {
                best = first;
                length = end - first;
            }
            first = free.nextSetBit(end);
        }
        return best > 0 && length >= 2 * ROOM ? best + length / 2 : best;
    }

    private int take(int number) {
        free.clear(number);
        freeCount--;
        return number;
    }

    /** Checked, because a number that is given back twice would one day be taken by two. */
    void give(int number) {
        if (free.get(number)) {
            throw new IllegalStateException(what + " " + number + " was given back, but nobody had taken it");
        }
        free.set(number);
        freeCount++;
    }
}
