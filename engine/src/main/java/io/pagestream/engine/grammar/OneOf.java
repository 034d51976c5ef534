package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.engine.grammar.Shape.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * What is left of an alternative of {@code oneOf} when the values of its neighbours are taken away. Of strings, numbers and
 * words that is the difference of two automata. Of lists and objects there is none, so they must be seen to have nothing in
 * common: a property that one of them requires and that cannot be as both say, or numbers of items that exclude each other.
 */
final class OneOf {

    private static final int DEEPEST = 16;

    /** Numbers without an exponent: there the same number differs in zeros at its end only. */
    private static final String PLAIN_NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";

    private final Alternatives alternatives;
    private final NodeGraph graph;

    /** @param graph its time is spent here too */
    OneOf(Alternatives alternatives, NodeGraph graph) {
        this.alternatives = alternatives;
        this.graph = graph;
    }

    /** The texts of {@code own}'s values of one type but a list or an object; empty where it has none. */
    Automaton texts(Alternatives.Alternative own, Type type) {
        return texts(own, ShapeReader.read(own.all()), type);
    }

    private Automaton texts(Alternatives.Alternative own, Shape shape, Type type) {
        Automaton texts = texts(shape, type);
        for (Alternatives.Alternative other : own.none()) {
            if (Operations.isEmpty(texts)) {
                return texts;
            }
            graph.requireTime(shape.pointer);
            Shape neighbour = ShapeReader.read(other.all());
            if (haveNoValueInCommon(shape, neighbour)) {
                continue; // words beside words, of which there may be many, cost no automaton
            }
            Automaton taken = texts(other, neighbour, type);
            if (!Operations.isEmpty(taken)) {
                texts = type == Type.NUMBER
                        ? minus(plain(texts, shape.pointer), closed(taken, shape.pointer), shape.pointer)
                        : minus(texts, taken, shape.pointer);
            }
        }
        return texts;
    }

    private static boolean haveNoValueInCommon(Shape a, Shape b) {
        return a.values != null
                && b.values != null
                && a.values.stream().noneMatch(x -> b.values.stream().anyMatch(y -> Literals.same(x, y)));
    }

    private static Automaton texts(Shape shape, Type type) {
        boolean whole = type == Type.NUMBER && !shape.types.contains(Type.NUMBER);
        if (!shape.types.contains(whole ? Type.INTEGER : type)) {
            return Automata.makeEmpty();
        }
        Automaton all = switch (type) {
            case NULL -> Automata.makeString("null");
            case BOOLEAN -> Operations.union(Automata.makeString("true"), Automata.makeString("false"));
            case STRING -> Literals.quoted(Strings.of(shape));
            default -> Numbers.of(whole, shape.least, shape.most, shape.multiples, shape.pointer);
        };
        return shape.values == null ? all : both(all, given(shape.values, type), shape.pointer);
    }

    private static Automaton given(Collection<JsonNode> values, Type type) {
        return Operations.union(values.stream()
                .filter(value -> typeOf(value) == type)
                .map(Literals::of)
                .toList());
    }

    private static Type typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> Type.NULL;
            case BOOLEAN -> Type.BOOLEAN;
            case STRING -> Type.STRING;
            case NUMBER -> Type.NUMBER;
            case ARRAY -> Type.ARRAY;
            default -> Type.OBJECT;
        };
    }

    private static Automaton plain(Automaton numbers, String pointer) {
        return both(numbers, Patterns.whole(PLAIN_NUMBER, Spelling.PLAIN, ""), pointer);
    }

    /** All plain texts of the numbers: 1 is 1.0, and 0 is -0. */
    private static Automaton closed(Automaton numbers, String pointer) {
        Automaton whole = both(numbers, Patterns.whole("-?[0-9]+", Spelling.PLAIN, ""), pointer);
        Automaton broken = both(numbers, Patterns.whole("-?[0-9]+\\.[0-9]+", Spelling.PLAIN, ""), pointer);
        Automaton all = Operations.union(List.of(
                Operations.concatenate(whole, Patterns.whole("(\\.0+)?", Spelling.PLAIN, "")),
                Operations.concatenate(broken, Patterns.whole("0*", Spelling.PLAIN, ""))));
        boolean zero = !Operations.isEmpty(both(all, Patterns.whole("-?0(\\.0+)?", Spelling.PLAIN, ""), pointer));
        return zero ? Operations.union(all, Patterns.whole("-?0(\\.0+)?", Spelling.PLAIN, "")) : all;
    }

    private static Automaton both(Automaton a, Automaton b, String pointer) {
        return Products.both(Patterns.deterministic(a, pointer), Patterns.deterministic(b, pointer), pointer);
    }

    private static Automaton minus(Automaton a, Automaton b, String pointer) {
        return Products.minus(Patterns.deterministic(a, pointer), b, pointer);
    }

    /**
     * Looks whether lists or objects of {@code own} may match a neighbour too.
     *
     * @throws UnsupportedSchemaException when that is not excluded
     */
    void requireApart(Alternatives.Alternative own, Type type) {
        for (Alternatives.Alternative other : own.none()) {
            graph.requireTime(pointer(own));
            List<SchemaAt> together = new ArrayList<>(own.all());
            together.addAll(other.all());
            Shape shape = ShapeReader.read(together);
            if (shape.types.contains(type) && !isEmpty(shape, type, 0)) {
                throw new UnsupportedSchemaException(
                        pointer(own),
                        "oneOf: " + (type == Type.OBJECT ? "an object" : "a list") + " may match this and "
                                + pointer(other)
                                + "; give each a required property with its own const, or write anyOf");
            }
        }
    }

    /** Of the part of oneOf, which stands behind what holds for all parts. */
    private static String pointer(Alternatives.Alternative alternative) {
        List<SchemaAt> all = alternative.all();
        return all.isEmpty() ? "" : all.get(all.size() - 1).pointer();
    }

    private boolean isEmpty(List<SchemaAt> schemas, int depth) {
        for (Alternatives.Alternative alternative : alternatives.of(schemas)) {
            Shape shape = ShapeReader.read(alternative.all());
            for (Type type : shape.types) {
                if (!isEmpty(shape, type, depth)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether there is surely no such value; what a neighbour takes away is not looked at. */
    private boolean isEmpty(Shape shape, Type type, int depth) {
        if (shape.values != null
                && shape.values.stream()
                        .noneMatch(value -> typeOf(value) == (type == Type.INTEGER ? Type.NUMBER : type))) {
            return true;
        }
        return switch (type) {
            case OBJECT -> shape.required.keySet().stream().anyMatch(name -> isNothing(shape.property(name), depth));
            case ARRAY ->
                shape.maxItems >= 0 && shape.maxItems < shape.minItems
                        || shape.minItems > 0 && isNothing(shape.item(0), depth);
            case INTEGER -> Operations.isEmpty(texts(shape, Type.NUMBER));
            default -> Operations.isEmpty(texts(shape, type));
        };
    }

    private boolean isNothing(List<SchemaAt> schemas, int depth) {
        return depth < DEEPEST && isEmpty(schemas, depth + 1);
    }
}
