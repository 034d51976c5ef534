package io.pagestream.engine.grammar;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes nodes, counts them, and settles them together. One thread. */
final class NodeGraph {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Node> nodes = new ArrayList<>();
    private final long begun = nanos();
    private final int seconds;
    private long states;
    private final Node nothing = new Choice(List.of());

    /** @param seconds of the processor that compiling may take */
    NodeGraph(int seconds) {
        this.seconds = seconds;
    }

    /** What no text is. */
    Node nothing() {
        return nothing;
    }

    Node sequence(String pointer, Node... parts) {
        return keep(pointer, new Sequence(Arrays.asList(parts)));
    }

    Node choice(String pointer, List<Node> options) {
        return options.size() == 1 ? options.get(0) : keep(pointer, new Choice(options));
    }

    Node repeat(String pointer, Node part, int min, int max) {
        return keep(pointer, new Repeat(part, min, max));
    }

    Rule rule(String pointer) {
        return keep(pointer, new Rule());
    }

    /** @param dfa null: no text */
    Node lexeme(String pointer, ByteDfa dfa) {
        states += dfa == null ? 0 : dfa.states();
        if (states > Limits.ALL_STATES) {
            throw new UnsupportedSchemaException(
                    pointer, "all strings and numbers together need more than " + Limits.ALL_STATES + " states");
        }
        return dfa == null ? nothing : keep(pointer, new Lexeme(dfa));
    }

    private <N extends Node> N keep(String pointer, N node) {
        if (nodes.size() >= Limits.NODES) {
            throw new UnsupportedSchemaException(
                    pointer, "the schema needs more than " + Limits.NODES + " nodes, all references followed");
        }
        requireTime(pointer);
        nodes.add(node);
        return node;
    }

    /** @throws UnsupportedSchemaException when compiling has taken too long */
    void requireTime(String pointer) {
        if (nanos() - begun > seconds * 1_000_000_000L) {
            throw new UnsupportedSchemaException(
                    pointer, "compiling has not come further in " + seconds + " seconds of processor time");
        }
    }

    /** Of this thread alone, where the machine tells: a good schema must not be refused because others take the processor. */
    private static long nanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
                ? THREADS.getCurrentThreadCpuTime()
                : System.nanoTime();
    }

    /**
     * Computes what every node needs to end.
     *
     * @throws UnsupportedSchemaException when {@code start} has no text, or only a long or deep one
     */
    void settle(Node start) {
        boolean better = true;
        while (better) {
            better = false;
            // Inner nodes are mostly made after outer ones.
            for (int i = nodes.size() - 1; i >= 0; i--) {
                better |= nodes.get(i).settle();
            }
        }
        if (start.least() == null) {
            throw new UnsupportedSchemaException(
                    "", "no answer can match, or none of less than " + Limits.LEAST_BYTES + " bytes");
        }
        if (start.frames() > Limits.FRAMES / 2) {
            throw new UnsupportedSchemaException(
                    "", "its shortest answer is nested deeper than " + Limits.FRAMES / 2 + " open parts");
        }
    }
}
