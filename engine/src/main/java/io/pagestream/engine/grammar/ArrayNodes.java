package io.pagestream.engine.grammar;

import java.util.List;

/** Arrays: the items with a place of their own one by one, then the others as a repetition. */
final class ArrayNodes {

    private final NodeGraph graph;
    private final SchemaCompiler compiler;
    private final Shape shape;

    ArrayNodes(NodeGraph graph, SchemaCompiler compiler, Shape shape) {
        this.graph = graph;
        this.compiler = compiler;
        this.shape = shape;
    }

    Node compile() {
        Node rest = others();
        for (int i = shape.firstItems() - 1; i >= 0; i--) {
            Node item = compiler.value(shape.item(i));
            Node more = i == 0
                    ? graph.sequence(shape.pointer, item, rest)
                    : graph.sequence(shape.pointer, compiler.comma(), item, rest);
            rest = either(i, more);
        }
        return graph.sequence(shape.pointer, compiler.word("["), rest);
    }

    /** What follows the items with a place of their own, the bracket included. */
    private Node others() {
        int first = shape.firstItems();
        Node item = compiler.value(shape.item(first));
        Node next = graph.sequence(shape.pointer, compiler.comma(), item);
        if (first > 0) {
            return graph.sequence(shape.pointer, repeat(next, first), compiler.word("]"));
        }
        Node more = graph.sequence(shape.pointer, item, repeat(next, 1), compiler.word("]"));
        return either(0, more);
    }

    private Node repeat(Node next, int already) {
        int max = shape.maxItems < 0 ? -1 : Math.max(0, shape.maxItems - already);
        int min = Math.max(0, shape.minItems - already);
        return max >= 0 && min > max ? graph.nothing() : graph.repeat(shape.pointer, next, min, max);
    }

    /** The end, where {@code count} items are enough, or {@code more}, where they are not too many. */
    private Node either(int count, Node more) {
        boolean mayEnd = count >= shape.minItems;
        boolean mayGoOn = shape.maxItems < 0 || count < shape.maxItems;
        if (mayEnd && mayGoOn) {
            return graph.choice(shape.pointer, List.of(compiler.word("]"), more));
        }
        return mayEnd ? compiler.word("]") : mayGoOn ? more : graph.nothing();
    }
}
