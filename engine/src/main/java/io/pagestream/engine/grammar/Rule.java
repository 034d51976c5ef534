package io.pagestream.engine.grammar;

/** A node with a name, so that it can stand inside itself. It never lies on the stack: its body does. */
final class Rule extends Node {

    private Node body;

    /** Once, before the graph is settled. */
    void become(Node what) {
        if (body != null) {
            throw new IllegalStateException("a rule has one body");
        }
        body = what;
    }

    Node body() {
        return body;
    }

    @Override
    int leastFrom(int at) {
        throw new IllegalStateException("a rule is opened before anything is written");
    }

    @Override
    void writeLeastFrom(int at, byte[] out, int offset) {
        throw new IllegalStateException("a rule is opened before anything is written");
    }

    @Override
    boolean settle() {
        return offer(body.least(), body.frames());
    }
}
