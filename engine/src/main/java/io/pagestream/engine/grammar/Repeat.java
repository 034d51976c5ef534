package io.pagestream.engine.grammar;

/** Its part, from {@code min} to {@code max} times; {@code at} is how often so far. The part is never the empty text. */
final class Repeat extends Node {

    private final Node part;
    private final int min;
    private final int max;

    /** @param max -1: any number */
    Repeat(Node part, int min, int max) {
        this.part = part;
        this.min = min;
        this.max = max;
    }

    Node part() {
        return part;
    }

    boolean mayEnd(int at) {
        return at >= min;
    }

    boolean mayGoOn(int at) {
        return max < 0 || at < max;
    }

    /** Without an upper bound, counts above the lower one are all the same. */
    int after(int at) {
        return max < 0 ? Math.min(at + 1, min) : at + 1;
    }

    @Override
    int leastFrom(int at) {
        return at >= min ? 0 : (min - at) * part.least().length;
    }

    @Override
    void writeLeastFrom(int at, byte[] out, int offset) {
        for (int i = at; i < min; i++) {
            byte[] text = part.least();
            System.arraycopy(text, 0, out, offset + (i - at) * text.length, text.length);
        }
    }

    @Override
    boolean settle() {
        if (min == 0) {
            return offer(new byte[0], 0);
        }
        if (part.least() == null || (long) part.least().length * min > Limits.LEAST_BYTES) {
            return false;
        }
        byte[] text = new byte[part.least().length * min];
        writeLeastFrom(0, text, 0);
        return offer(text, 1 + part.frames());
    }
}
