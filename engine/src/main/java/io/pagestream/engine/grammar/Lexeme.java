package io.pagestream.engine.grammar;

/** A lexical part; {@code at} is the state of its automaton. */
final class Lexeme extends Node {

    private final ByteDfa dfa;

    Lexeme(ByteDfa dfa) {
        this.dfa = dfa;
        byte[] text = new byte[dfa.least(0)];
        dfa.writeLeast(0, text, 0);
        offer(text, 1);
    }

    ByteDfa dfa() {
        return dfa;
    }

    @Override
    int leastFrom(int at) {
        return dfa.least(at);
    }

    @Override
    void writeLeastFrom(int at, byte[] out, int offset) {
        dfa.writeLeast(at, out, offset);
    }

    @Override
    boolean settle() {
        return false;
    }
}
