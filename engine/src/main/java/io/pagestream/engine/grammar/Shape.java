package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all schemas of one alternative say together. Filled by {@link ShapeReader}, then only read. */
final class Shape {

    enum Type {
        NULL,
        BOOLEAN,
        INTEGER,
        NUMBER,
        STRING,
        ARRAY,
        OBJECT
    }

    /** A keyword's text and where it stands. */
    record Text(String text, String pointer) {}

    /** {@code prefixItems} and {@code items} of one schema. */
    record Items(List<SchemaAt> first, SchemaAt others) {}

    /** {@code properties} and {@code additionalProperties} of one schema; null: anything. */
    record Properties(Map<String, SchemaAt> named, SchemaAt others) {

        List<SchemaAt> of(String name) {
            SchemaAt schema = named.getOrDefault(name, others);
            return schema == null ? List.of() : List.of(schema);
        }
    }

    /** A bound; {@code strict}: the bound itself is outside. */
    record Bound(BigDecimal value, boolean strict, String pointer) {}

    /** For messages: where the first of the schemas stands. */
    final String pointer;

    final Set<Type> types = EnumSet.allOf(Type.class);

    /** Null: any value. */
    List<JsonNode> values;

    Bound least;
    Bound most;
    final List<Bound> multiples = new ArrayList<>();

    int minLength;
    int maxLength = -1;
    final List<Text> patterns = new ArrayList<>();
    final List<Text> formats = new ArrayList<>();

    int minItems;
    int maxItems = -1;
    final List<Items> items = new ArrayList<>();

    final List<Properties> properties = new ArrayList<>();
    final Map<String, String> required = new LinkedHashMap<>();
    final List<SchemaAt> propertyNames = new ArrayList<>();

    Shape(String pointer) {
        this.pointer = pointer;
    }

    boolean anyString() {
        return minLength == 0 && maxLength < 0 && patterns.isEmpty() && formats.isEmpty();
    }

    /** The names that some schema gives, in their order, then those that are only required. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        properties.forEach(part -> names.addAll(part.named().keySet()));
        names.addAll(required.keySet());
        return names;
    }

    /** What must hold for property {@code name}; null: for those without a name. */
    List<SchemaAt> property(String name) {
        List<SchemaAt> all = new ArrayList<>();
        for (Properties part : properties) {
            if (name != null) {
                all.addAll(part.of(name));
            } else if (part.others() != null) {
                all.add(part.others());
            }
        }
        return all;
    }

    /** What must hold for item {@code index}; beyond {@link #firstItems} all are alike. */
    List<SchemaAt> item(int index) {
        List<SchemaAt> all = new ArrayList<>();
        for (Items part : items) {
            SchemaAt schema = index < part.first().size() ? part.first().get(index) : part.others();
            if (schema != null) {
                all.add(schema);
            }
        }
        return all;
    }

    int firstItems() {
        return items.stream().mapToInt(part -> part.first().size()).max().orElse(0);
    }
}
