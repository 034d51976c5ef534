package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Multiplies out {@code anyOf}, {@code oneOf}, {@code allOf} and {@code $ref} of one value: what remains are
 * alternatives, each a list of schemas that must all hold and of which only the other keywords count.
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

    /** The alternatives of a value for which all of {@code schemas} hold. */
    List<List<SchemaAt>> of(List<SchemaAt> schemas) {
        List<List<SchemaAt>> result = List.of(List.of());
        for (SchemaAt schema : schemas) {
            result = product(schema, result, expand(schema, List.of()));
        }
        return result;
    }

    private List<List<SchemaAt>> expand(SchemaAt schema, List<String> trail) {
        if (schema.node().isBoolean()) {
            return schema.node().asBoolean() ? List.of(List.of()) : List.of();
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
        List<List<SchemaAt>> result = List.of(List.of(schema));
        if (schema.node().has("$ref")) {
            result = product(schema, result, expand(document.resolve(schema), here));
        }
        for (SchemaAt part : parts(schema, "allOf")) {
            result = product(part, result, expand(part, here));
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.node().has(keyword)) {
                List<List<SchemaAt>> sum = new ArrayList<>();
                parts(schema, keyword).forEach(part -> sum.addAll(expand(part, here)));
                result = product(schema, result, sum);
            }
        }
        return result;
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

    private static List<List<SchemaAt>> product(SchemaAt where, List<List<SchemaAt>> left, List<List<SchemaAt>> right) {
        if ((long) left.size() * right.size() > Limits.ALTERNATIVES) {
            throw new UnsupportedSchemaException(
                    where.pointer(), "has more than " + Limits.ALTERNATIVES + " alternatives when multiplied out");
        }
        List<List<SchemaAt>> all = new ArrayList<>();
        for (List<SchemaAt> a : left) {
            for (List<SchemaAt> b : right) {
                List<SchemaAt> both = new ArrayList<>(a);
                both.addAll(b);
                all.add(both);
            }
        }
        return all;
    }
}
