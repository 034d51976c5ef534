package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Multiplies out {@code anyOf}, {@code oneOf}, {@code allOf} and {@code $ref} of one value: what remains are
 * alternatives.
 */
final class Alternatives {

    /** They would change which values match, or what a reference means. */
    private static final Set<String> REFUSED = Set.of(
            "not",
            "if",
            "then",
            "else",
            "contains",
            "minContains",
            "maxContains",
            "dependentRequired",
            "dependentSchemas",
            "dependencies",
            "unevaluatedItems",
            "unevaluatedProperties",
            "patternProperties",
            "minProperties",
            "maxProperties",
            "additionalItems",
            "$dynamicRef",
            "$recursiveRef",
            "$vocabulary");

    private static final int LONGEST_CHAIN = 128;

    private final SchemaDocument document;
    private final NodeGraph graph;

    /** @param graph its time is spent here too: a short schema can be long to multiply out */
    Alternatives(SchemaDocument document, NodeGraph graph) {
        this.document = document;
        this.graph = graph;
    }

    /**
     * One of several ways to be valid.
     *
     * @param all schemas that must hold, of which only the other keywords count
     * @param none of these may hold: the neighbours in a {@code oneOf}
     */
    record Alternative(List<SchemaAt> all, List<Alternative> none) {

        static final Alternative ANYTHING = new Alternative(List.of(), List.of());

        Alternative with(Alternative other) {
            return new Alternative(joined(all, other.all), joined(none, other.none));
        }

        private static <T> List<T> joined(List<T> a, List<T> b) {
            List<T> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
    }

    /** The alternatives of a value for which all of {@code schemas} hold. */
    List<Alternative> of(List<SchemaAt> schemas) {
        List<Alternative> result = List.of(Alternative.ANYTHING);
        for (SchemaAt schema : schemas) {
            result = product(schema, result, expand(schema, List.of()));
        }
        return result;
    }

    private List<Alternative> expand(SchemaAt schema, List<String> trail) {
        if (schema.node().isBoolean()) {
            return schema.node().asBoolean() ? List.of(Alternative.ANYTHING) : List.of();
        }
        check(schema);
        if (trail.contains(schema.pointer())) {
            throw new UnsupportedSchemaException(schema.pointer(), "refers to itself without a value between");
        }
        if (trail.size() > LONGEST_CHAIN) {
            throw new UnsupportedSchemaException(schema.pointer(), "is reached by too many references in a row");
        }
        List<String> here = new ArrayList<>(trail);
        here.add(schema.pointer());
        List<Alternative> result = List.of(new Alternative(List.of(schema), List.of()));
        if (schema.node().has("$ref")) {
            result = product(schema, result, expand(document.resolve(schema), here));
        }
        for (SchemaAt part : parts(schema, "allOf")) {
            result = product(part, result, expand(part, here));
        }
        if (schema.node().has("anyOf")) {
            List<Alternative> sum = new ArrayList<>();
            for (SchemaAt part : parts(schema, "anyOf")) {
                sum.addAll(expand(part, here));
                requireFew(schema, sum.size());
            }
            result = product(schema, result, sum);
        }
        if (schema.node().has("oneOf")) {
            result = product(schema, result, oneOf(schema, here));
        }
        return result;
    }

    /** Each part without all the others. */
    private List<Alternative> oneOf(SchemaAt schema, List<String> trail) {
        List<List<Alternative>> parts = new ArrayList<>();
        List<Alternative> all = new ArrayList<>();
        for (SchemaAt part : parts(schema, "oneOf")) {
            List<Alternative> expanded = expand(part, trail);
            if (!expanded.isEmpty()) {
                parts.add(expanded);
                all.addAll(expanded);
                requireFew(schema, all.size());
            }
        }
        List<Alternative> sum = new ArrayList<>();
        int first = 0;
        for (List<Alternative> part : parts) {
            List<Alternative> others = new ArrayList<>(all);
            others.subList(first, first + part.size()).clear();
            part.forEach(alternative -> sum.add(alternative.with(new Alternative(List.of(), others))));
            first += part.size();
        }
        return sum;
    }

    private static void check(SchemaAt schema) {
        schema.node().fieldNames().forEachRemaining(keyword -> {
            if (REFUSED.contains(keyword)) {
                throw schema.refused(keyword, "this keyword is not supported");
            }
            if (keyword.equals("$id") && !schema.pointer().isEmpty()) {
                throw schema.refused(keyword, "only the whole schema may have an identifier");
            }
        });
        if (schema.node().path("uniqueItems").asBoolean()) {
            throw schema.refused("uniqueItems", "no finite automaton remembers all items");
        }
    }

    private static List<SchemaAt> parts(SchemaAt schema, String keyword) {
        SchemaAt list = schema.at(keyword);
        if (list.node().isMissingNode()) {
            return List.of();
        }
        if (!list.node().isArray() || list.node().isEmpty()) {
            throw schema.refused(keyword, "expected a list of schemas, found " + SchemaAt.shown(list.node()));
        }
        List<SchemaAt> parts = new ArrayList<>();
        for (int i = 0; i < list.node().size(); i++) {
            parts.add(list.at(i).asSchema());
        }
        return parts;
    }

    private List<Alternative> product(SchemaAt where, List<Alternative> left, List<Alternative> right) {
        graph.requireTime(where.pointer());
        requireFew(where, (long) left.size() * right.size());
        List<Alternative> all = new ArrayList<>();
        for (Alternative a : left) {
            for (Alternative b : right) {
                if (a.all.size() + b.all.size() > Limits.TOGETHER) {
                    throw new UnsupportedSchemaException(
                            where.pointer(),
                            "is one of more than " + Limits.TOGETHER + " schemas that must hold for one value");
                }
                all.add(a.with(b));
            }
        }
        return all;
    }

    private static void requireFew(SchemaAt where, long alternatives) {
        if (alternatives > Limits.ALTERNATIVES) {
            throw new UnsupportedSchemaException(
                    where.pointer(), "has more than " + Limits.ALTERNATIVES + " alternatives when multiplied out");
        }
    }
}
