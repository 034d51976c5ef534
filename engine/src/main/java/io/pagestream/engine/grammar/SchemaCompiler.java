package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.engine.grammar.Shape.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/** Makes the graph of a schema: one rule for each set of schemas that must hold for one value. One thread. */
final class SchemaCompiler {

    /** They are in nearly every schema, and masks inside of them are remembered by automaton. */
    private static final class Common {

        static final ByteDfa STRING = ByteDfa.of(Literals.quoted(Patterns.anything(Spelling.JSON_STRING)), "");
        static final ByteDfa NUMBER = ByteDfa.of(Patterns.whole(Numbers.ANY_NUMBER, Spelling.PLAIN, ""), "");
        static final ByteDfa INTEGER = ByteDfa.of(Patterns.whole(Numbers.ANY_INTEGER, Spelling.PLAIN, ""), "");
    }

    private record Pending(Rule rule, List<SchemaAt> schemas) {}

    private final NodeGraph graph;
    private final SchemaDocument document;
    private final Alternatives alternatives;
    private final OneOf apart;
    private final Map<List<String>, Node> rules = new HashMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final Map<String, Node> words = new HashMap<>();

    SchemaCompiler(NodeGraph graph, SchemaDocument document) {
        this.graph = graph;
        this.document = document;
        this.alternatives = new Alternatives(document, graph);
        this.apart = new OneOf(alternatives, graph);
    }

    Node compile() {
        Node root = value(List.of(document.root()));
        // Not by recursion: a chain of references may be long.
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            next.rule().become(body(next.schemas()));
        }
        return root;
    }

    /** A value for which all of {@code schemas} hold. */
    Node value(List<SchemaAt> schemas) {
        Map<String, SchemaAt> distinct = new LinkedHashMap<>();
        for (SchemaAt schema : schemas) {
            if (schema.node().isBoolean() && !schema.node().asBoolean()) {
                return graph.nothing();
            }
            if (!schema.node().isBoolean()) {
                distinct.put(schema.pointer(), schema);
            }
        }
        List<String> key = List.copyOf(distinct.keySet());
        Node known = rules.get(key);
        if (known == null) {
            Rule rule = graph.rule(key.isEmpty() ? "" : key.get(0));
            rules.put(key, rule);
            pending.push(new Pending(rule, List.copyOf(distinct.values())));
            known = rule;
        }
        return known;
    }

    private Node body(List<SchemaAt> schemas) {
        List<Node> options = new ArrayList<>();
        for (Alternatives.Alternative alternative : alternatives.of(schemas)) {
            Shape shape = ShapeReader.read(alternative.all());
            if (!alternative.none().isEmpty()) {
                options.add(without(alternative, shape));
            } else if (shape.values != null) {
                options.add(oneOf(shape, shape.values));
            } else {
                shape.types.forEach(type -> options.add(ofType(type, shape)));
            }
        }
        return graph.choice(schemas.isEmpty() ? "" : schemas.get(0).pointer(), options);
    }

    /** An alternative of oneOf less what its neighbours match. */
    private Node without(Alternatives.Alternative alternative, Shape shape) {
        List<Node> options = new ArrayList<>();
        for (Type type : List.of(Type.NULL, Type.BOOLEAN, Type.NUMBER, Type.STRING)) {
            options.add(graph.lexeme(shape.pointer, ByteDfa.of(apart.texts(alternative, type), shape.pointer)));
        }
        for (Type type : List.of(Type.ARRAY, Type.OBJECT)) {
            if (shape.types.contains(type)) {
                apart.requireApart(alternative, type);
                options.add(shape.values == null ? ofType(type, shape) : oneOf(shape, given(shape, type)));
            }
        }
        return graph.choice(shape.pointer, options);
    }

    private Node ofType(Type type, Shape shape) {
        return switch (type) {
            case NULL -> word("null");
            case BOOLEAN -> graph.choice(shape.pointer, List.of(word("true"), word("false")));
            case INTEGER -> shape.types.contains(Type.NUMBER) ? graph.nothing() : number(true, shape);
            case NUMBER -> number(false, shape);
            case STRING -> graph.lexeme(shape.pointer, string(shape));
            case ARRAY -> new ArrayNodes(graph, this, shape).compile();
            case OBJECT -> new ObjectNodes(graph, this, shape).compile();
        };
    }

    private Node number(boolean whole, Shape shape) {
        return graph.lexeme(shape.pointer, numberTexts(whole, shape));
    }

    private static ByteDfa numberTexts(boolean whole, Shape shape) {
        if (shape.least == null && shape.most == null && shape.multiples.isEmpty()) {
            return whole ? Common.INTEGER : Common.NUMBER;
        }
        return ByteDfa.of(Numbers.of(whole, shape.least, shape.most, shape.multiples, shape.pointer), shape.pointer);
    }

    private static ByteDfa string(Shape shape) {
        if (shape.anyString()) {
            return Common.STRING;
        }
        if (shape.patterns.isEmpty() && shape.formats.isEmpty()) {
            boolean none = shape.maxLength >= 0 && shape.maxLength < shape.minLength;
            return none ? null : ByteDfa.stringsOfLength(shape.minLength, shape.maxLength);
        }
        return ByteDfa.of(Literals.quoted(Strings.of(shape)), shape.pointer);
    }

    /** The given values that also hold what the other keywords say. */
    private Node oneOf(Shape shape, List<JsonNode> values) {
        ByteDfa strings = string(shape);
        List<Automaton> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (isOfType(value, shape) && (!value.isTextual() || strings != null && holds(strings, value))) {
                texts.add(Literals.of(value));
            }
        }
        return texts.isEmpty()
                ? graph.nothing()
                : graph.lexeme(shape.pointer, ByteDfa.of(Operations.union(texts), shape.pointer));
    }

    private static List<JsonNode> given(Shape shape, Type container) {
        return shape.values.stream()
                .filter(value -> container == Type.ARRAY ? value.isArray() : value.isObject())
                .toList();
    }

    private static boolean isOfType(JsonNode value, Shape shape) {
        return switch (value.getNodeType()) {
            case NULL -> shape.types.contains(Type.NULL);
            case BOOLEAN -> shape.types.contains(Type.BOOLEAN);
            case STRING -> shape.types.contains(Type.STRING);
            case NUMBER -> isNumberOfType(value, shape);
            case ARRAY -> {
                boolean free = shape.items.isEmpty() && shape.minItems == 0 && shape.maxItems < 0;
                yield shape.types.contains(Type.ARRAY) && unless(!free, shape, value);
            }
            default -> {
                boolean free = shape.properties.isEmpty() && shape.required.isEmpty() && shape.propertyNames.isEmpty();
                yield shape.types.contains(Type.OBJECT) && unless(!free, shape, value);
            }
        };
    }

    private static boolean isNumberOfType(JsonNode value, Shape shape) {
        boolean whole = value.decimalValue().stripTrailingZeros().scale() <= 0;
        boolean typed = shape.types.contains(Type.NUMBER) || whole && shape.types.contains(Type.INTEGER);
        if (!typed || shape.least == null && shape.most == null && shape.multiples.isEmpty()) {
            return typed;
        }
        ByteDfa numbers = numberTexts(false, shape);
        return numbers != null && holds(numbers, value);
    }

    private static boolean unless(boolean constrained, Shape shape, JsonNode value) {
        if (constrained) {
            throw new UnsupportedSchemaException(
                    shape.pointer,
                    "the value " + SchemaAt.shown(value)
                            + " is given together with keywords about its parts; leave them out");
        }
        return true;
    }

    private static boolean holds(ByteDfa texts, JsonNode value) {
        ByteDfa text = ByteDfa.of(Literals.of(value), "");
        byte[] shortest = new byte[text.least(0)];
        text.writeLeast(0, shortest, 0);
        return texts.run(shortest);
    }

    /** Exactly {@code text}. */
    Node word(String text) {
        return words.computeIfAbsent(text, word -> graph.lexeme("", ByteDfa.of(Automata.makeString(word), "")));
    }

    /** A comma and perhaps a space. */
    Node comma() {
        return words.computeIfAbsent(
                ", ", word -> graph.lexeme("", ByteDfa.of(Literals.spaced(Automata.makeChar(',')), "")));
    }

    /** A key, its colon and perhaps a space. */
    Node key(Automaton quoted, String pointer) {
        Automaton colon = Literals.spaced(Automata.makeChar(':'));
        return graph.lexeme(pointer, ByteDfa.of(Operations.concatenate(quoted, colon), pointer));
    }

    /** Strings for which all of {@code schemas} hold: what a property may be called. Null: none. */
    List<Shape> nameShapes(List<SchemaAt> schemas) {
        return alternatives.of(schemas).stream()
                .map(alternative -> {
                    if (!alternative.none().isEmpty()) {
                        throw new UnsupportedSchemaException(
                                ShapeReader.read(alternative.all()).pointer, "oneOf is not read in propertyNames");
                    }
                    return ShapeReader.read(alternative.all());
                })
                .filter(shape -> shape.types.contains(Type.STRING))
                .toList();
    }
}
