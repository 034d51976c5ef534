package io.pagestream.engine.grammar;

import java.util.List;

/** All of its parts in their order; {@code at} is the part that comes next. */
final class Sequence extends Node {

    private final List<Node> parts;
    private final int[] begins;

    Sequence(List<Node> parts) {
        this.parts = List.copyOf(parts);
        this.begins = new int[parts.size() + 1];
    }

    List<Node> parts() {
        return parts;
    }

    @Override
    int leastFrom(int at) {
        return begins[parts.size()] - begins[at];
    }

    @Override
    void writeLeastFrom(int at, byte[] out, int offset) {
        System.arraycopy(least(), begins[at], out, offset, leastFrom(at));
    }

    @Override
    boolean settle() {
        int needed = 0;
        long length = 0;
        for (int i = 0; i < parts.size(); i++) {
            Node part = parts.get(i);
            if (part.least() == null) {
                return false;
            }
            needed = Math.max(needed, part.frames() + (i + 1 < parts.size() ? 1 : 0));
            length += part.least().length;
        }
        if (length > Limits.LEAST_BYTES) {
            return false;
        }
        byte[] text = new byte[(int) length];
        int[] starts = new int[begins.length];
        for (int i = 0; i < parts.size(); i++) {
            byte[] part = parts.get(i).least();
            System.arraycopy(part, 0, text, starts[i], part.length);
            starts[i + 1] = starts[i] + part.length;
        }
        if (!offer(text, needed)) {
            return false;
        }
        System.arraycopy(starts, 0, begins, 0, starts.length);
        return true;
    }
}
