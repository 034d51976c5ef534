package io.pagestream.engine.grammar;

/** An open node on the automaton's stack, and all below it. Immutable, compared by value. */
final class Frame {

    private final Node node;
    private final int at;
    private final Frame below;
    private final int size;
    private final int least;
    private final int hash;

    /** @param below null: nothing follows */
    Frame(Node node, int at, Frame below) {
        this.node = node;
        this.at = at;
        this.below = below;
        this.size = 1 + size(below);
        this.least = node.leastFrom(at) + (below == null ? 0 : below.least);
        this.hash = 31 * (31 * System.identityHashCode(node) + at) + (below == null ? 0 : below.hash);
    }

    static int size(Frame frame) {
        return frame == null ? 0 : frame.size;
    }

    Node node() {
        return node;
    }

    int at() {
        return at;
    }

    Frame below() {
        return below;
    }

    /** Bytes of the shortest end of everything that is open. */
    int least() {
        return least;
    }

    byte[] leastText() {
        byte[] text = new byte[least];
        int offset = 0;
        for (Frame frame = this; frame != null; frame = frame.below) {
            frame.node.writeLeastFrom(frame.at, text, offset);
            offset += frame.node.leastFrom(frame.at);
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Frame that) || hash != that.hash || size != that.size) {
            return false;
        }
        Frame a = this;
        Frame b = that;
        while (a != b) {
            if (a == null || b == null || a.node != b.node || a.at != b.at) {
                return false;
            }
            a = a.below;
            b = b.below;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
