package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/** Objects: properties in the order of the schema, each there or, where that is allowed, not; then others. */
final class ObjectNodes {

    private static final int MOST_PROPERTIES = 1000;

    private final NodeGraph graph;
    private final SchemaCompiler compiler;
    private final Shape shape;
    private final Node end;

    ObjectNodes(NodeGraph graph, SchemaCompiler compiler, Shape shape) {
        this.graph = graph;
        this.compiler = compiler;
        this.shape = shape;
        this.end = compiler.word("}");
    }

    Node compile() {
        List<String> names = new ArrayList<>(shape.names());
        if (names.size() > MOST_PROPERTIES) {
            throw new UnsupportedSchemaException(
                    shape.pointer, "has " + names.size() + " properties, at most " + MOST_PROPERTIES + " are read");
        }
        List<Shape> nameShapes = shape.propertyNames.isEmpty() ? null : compiler.nameShapes(shape.propertyNames);
        Node other = others(names, nameShapes);
        Node more = other == null
                ? null
                : graph.repeat(shape.pointer, graph.sequence(shape.pointer, compiler.comma(), other), 0, -1);
        // What may follow when a property was written, and when none was: then there is no comma.
        Node behind = more == null ? end : graph.sequence(shape.pointer, more, end);
        Node first = other == null
                ? end
                : graph.choice(shape.pointer, List.of(end, graph.sequence(shape.pointer, other, behind)));
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            boolean named = nameShapes == null || allows(nameShapes, name);
            Node value = named ? compiler.value(shape.property(name)) : graph.nothing();
            Node key = compiler.key(Literals.string(name), shape.pointer);
            Node asFirst = graph.sequence(shape.pointer, key, value, behind);
            Node asNext = graph.sequence(shape.pointer, compiler.comma(), key, value, behind);
            boolean optional = !shape.required.containsKey(name);
            first = optional ? graph.choice(shape.pointer, List.of(asFirst, first)) : asFirst;
            behind = optional ? graph.choice(shape.pointer, List.of(asNext, behind)) : asNext;
        }
        return graph.sequence(shape.pointer, compiler.word("{"), first);
    }

    /** A property that no schema names, with its key; null: there is none. */
    private Node others(List<String> names, List<Shape> nameShapes) {
        List<SchemaAt> schemas = shape.property(null);
        if (schemas.stream()
                        .anyMatch(schema ->
                                schema.node().isBoolean() && !schema.node().asBoolean())
                || nameShapes != null && nameShapes.isEmpty()) {
            return null;
        }
        Automaton content = nameShapes == null
                ? Patterns.anything(Spelling.JSON_STRING)
                : Operations.union(nameShapes.stream().map(ObjectNodes::names).toList());
        Automaton free = Strings.except(content, names, shape.pointer);
        Node key = compiler.key(Literals.quoted(free), shape.pointer);
        return graph.sequence(shape.pointer, key, compiler.value(schemas));
    }

    /** What one alternative of {@code propertyNames} allows. */
    private static Automaton names(Shape shape) {
        if (shape.values == null) {
            return Strings.of(shape);
        }
        Set<String> given = new LinkedHashSet<>();
        shape.values.stream().filter(value -> value.isTextual()).forEach(value -> given.add(value.asText()));
        List<Automaton> words = given.stream().map(Spelling.JSON_STRING::word).toList();
        Automaton all = Patterns.deterministic(Operations.union(words), shape.pointer);
        return shape.anyString() ? all : Products.both(all, Strings.of(shape), shape.pointer);
    }

    private static boolean allows(List<Shape> shapes, String name) {
        return shapes.stream()
                .map(ObjectNodes::names)
                .anyMatch(names -> !Operations.isEmpty(
                        Products.both(Patterns.deterministic(names, ""), Spelling.JSON_STRING.word(name), "")));
    }
}
