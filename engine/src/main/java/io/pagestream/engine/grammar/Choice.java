package io.pagestream.engine.grammar;

import java.util.List;

/** One of its options. It never lies on the stack: its options do. */
final class Choice extends Node {

    private final List<Node> options;

    Choice(List<Node> options) {
        this.options = List.copyOf(options);
    }

    List<Node> options() {
        return options;
    }

    @Override
    int leastFrom(int at) {
        throw new IllegalStateException("a choice is made before anything is written");
    }

    @Override
    void writeLeastFrom(int at, byte[] out, int offset) {
        throw new IllegalStateException("a choice is made before anything is written");
    }

    @Override
    boolean settle() {
        boolean better = false;
        for (Node option : options) {
            better |= offer(option.least(), option.frames());
        }
        return better;
    }
}
