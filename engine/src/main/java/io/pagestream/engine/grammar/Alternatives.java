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

    Alternatives(SchemaDocument document) {
        this.document = document;
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
            parts(schema, "anyOf").forEach(part -> sum.addAll(expand(part, here)));
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
        parts(schema, "oneOf").forEach(part -> parts.add(expand(part, trail)));
        List<Alternative> sum = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<Alternative> others = new ArrayList<>();
            for (int j = 0; j < parts.size(); j++) {
                others.addAll(j == i ? List.of() : parts.get(j));
            }
            for (Alternative alternative : parts.get(i)) {
                sum.add(alternative.with(new Alternative(List.of(), others)));
            }
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

    private static List<Alternative> product(SchemaAt where, List<Alternative> left, List<Alternative> right) {
        if ((long) left.size() * right.size() > Limits.ALTERNATIVES) {
            throw new UnsupportedSchemaException(
                    where.pointer(), "has more than " + Limits.ALTERNATIVES + " alternatives when multiplied out");
        }
        List<Alternative> all = new ArrayList<>();
        left.forEach(a -> right.forEach(b -> all.add(a.with(b))));
        return all;
    }
}
