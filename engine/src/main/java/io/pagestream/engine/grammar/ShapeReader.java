package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.engine.grammar.Shape.Bound;
import io.pagestream.engine.grammar.Shape.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the keywords of schemas that must all hold. A keyword that is not known says nothing, as the standard has it. */
final class ShapeReader {

    private ShapeReader() {}

    static Shape read(List<SchemaAt> schemas) {
        Shape shape = new Shape(schemas.isEmpty() ? "" : schemas.get(0).pointer());
        for (SchemaAt schema : schemas) {
            types(schema, shape);
            values(schema, shape);
            numbers(schema, shape);
            strings(schema, shape);
            arrays(schema, shape);
            objects(schema, shape);
        }
        return shape;
    }

    private static void types(SchemaAt schema, Shape shape) {
        JsonNode type = schema.node().path("type");
        if (type.isMissingNode()) {
            return;
        }
        Set<Type> named = EnumSet.noneOf(Type.class);
        for (JsonNode name : type.isArray() ? type : List.of(type)) {
            try {
                named.add(Type.valueOf(name.asText().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw schema.refused("type", SchemaAt.shown(name) + " is not a type of JSON");
            }
        }
        if (named.contains(Type.NUMBER)) {
            named.add(Type.INTEGER);
        }
        // OpenAPI's word for a type list with "null".
        if (schema.node().path("nullable").asBoolean()) {
            named.add(Type.NULL);
        }
        shape.types.retainAll(named);
    }

    private static void values(SchemaAt schema, Shape shape) {
        JsonNode list = schema.node().path("enum");
        if (!list.isMissingNode()) {
            if (!list.isArray()) {
                throw schema.refused("enum", "expected a list, found " + SchemaAt.shown(list));
            }
            List<JsonNode> values = new ArrayList<>();
            list.forEach(values::add);
            keep(values, shape);
        }
        if (schema.node().has("const")) {
            keep(List.of(schema.node().get("const")), shape);
        }
    }

    private static void keep(List<JsonNode> values, Shape shape) {
        List<JsonNode> before = shape.values;
        shape.values = values.stream()
                .filter(value -> before == null || before.stream().anyMatch(other -> Literals.same(value, other)))
                .toList();
    }

    private static void numbers(SchemaAt schema, Shape shape) {
        shape.least = stricter(shape.least, bound(schema, "minimum", false), 1);
        shape.least = stricter(shape.least, bound(schema, "exclusiveMinimum", true), 1);
        shape.most = stricter(shape.most, bound(schema, "maximum", false), -1);
        shape.most = stricter(shape.most, bound(schema, "exclusiveMaximum", true), -1);
        Bound multiple = bound(schema, "multipleOf", false);
        if (multiple != null) {
            shape.multiples.add(multiple);
        }
    }

    private static Bound bound(SchemaAt schema, String keyword, boolean strict) {
        JsonNode value = schema.node().path(keyword);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw schema.refused(keyword, "expected a number, found " + SchemaAt.shown(value));
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        if (Math.abs((long) number.scale()) > 40 || number.precision() > 40) {
            throw schema.refused(keyword, "the number " + SchemaAt.shown(value) + " has too many digits");
        }
        return new Bound(number, strict, schema.pointerTo(keyword));
    }

    /** @param side 1: lower bounds, -1: upper bounds */
    private static Bound stricter(Bound a, Bound b, int side) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int order = side * a.value().compareTo(b.value());
        return order > 0 || order == 0 && a.strict() ? a : b;
    }

    private static void strings(SchemaAt schema, Shape shape) {
        shape.minLength = Math.max(shape.minLength, count(schema, "minLength", 0, Limits.LENGTH));
        shape.maxLength = smaller(shape.maxLength, count(schema, "maxLength", -1, Limits.LENGTH));
        for (String keyword : List.of("pattern", "format")) {
            JsonNode text = schema.node().path(keyword);
            if (!text.isMissingNode()) {
                if (!text.isTextual()) {
                    throw schema.refused(keyword, "expected a text, found " + SchemaAt.shown(text));
                }
                (keyword.equals("pattern") ? shape.patterns : shape.formats)
                        .add(new Shape.Text(text.asText(), schema.pointerTo(keyword)));
            }
        }
    }

    private static void arrays(SchemaAt schema, Shape shape) {
        shape.minItems = Math.max(shape.minItems, count(schema, "minItems", 0, Limits.ITEMS));
        shape.maxItems = smaller(shape.maxItems, count(schema, "maxItems", -1, Limits.ITEMS));
        SchemaAt prefix = schema.at("prefixItems");
        SchemaAt items = optional(schema, "items");
        if (!prefix.node().isMissingNode() && !prefix.node().isArray()) {
            throw schema.refused("prefixItems", "expected a list, found " + SchemaAt.shown(prefix.node()));
        }
        List<SchemaAt> first = new ArrayList<>();
        for (int i = 0; i < prefix.node().size(); i++) {
            first.add(prefix.at(i).asSchema());
        }
        if (!first.isEmpty() || items != null) {
            shape.items.add(new Shape.Items(first, items));
        }
    }

    private static void objects(SchemaAt schema, Shape shape) {
        SchemaAt properties = schema.at("properties");
        SchemaAt others = optional(schema, "additionalProperties");
        if (!properties.node().isMissingNode() && !properties.node().isObject()) {
            throw schema.refused("properties", "expected an object, found " + SchemaAt.shown(properties.node()));
        }
        Map<String, SchemaAt> named = new LinkedHashMap<>();
        properties
                .node()
                .fieldNames()
                .forEachRemaining(name -> named.put(name, properties.at(name).asSchema()));
        if (!named.isEmpty() || others != null) {
            shape.properties.add(new Shape.Properties(named, others));
        }
        JsonNode required = schema.node().path("required");
        if (!required.isMissingNode() && !required.isArray()) {
            throw schema.refused("required", "expected a list, found " + SchemaAt.shown(required));
        }
        required.forEach(name -> shape.required.putIfAbsent(name.asText(), schema.pointerTo("required")));
        SchemaAt names = optional(schema, "propertyNames");
        if (names != null) {
            shape.propertyNames.add(names);
        }
    }

    private static SchemaAt optional(SchemaAt schema, String keyword) {
        return schema.node().has(keyword) ? schema.at(keyword).asSchema() : null;
    }

    private static int smaller(int a, int b) {
        return a < 0 || b < 0 ? Math.max(a, b) : Math.min(a, b);
    }

    private static int count(SchemaAt schema, String keyword, int missing, int most) {
        JsonNode value = schema.node().path(keyword);
        if (value.isMissingNode()) {
            return missing;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : BigDecimal.ONE.negate();
        if (number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw schema.refused(keyword, "expected a count from 0 to " + most + ", found " + SchemaAt.shown(value));
        }
        return number.intValue();
    }
}
