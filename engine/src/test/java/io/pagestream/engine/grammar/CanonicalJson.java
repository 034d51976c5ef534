package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a value as the grammar writes it: compact, whole numbers without a point, properties in the order in which
 * their names first come up in the schema, others behind them.
 */
final class CanonicalJson {

    private final List<String> order = new ArrayList<>();

    CanonicalJson(JsonNode schema) {
        collect(schema);
    }

    private void collect(JsonNode node) {
        node.path("properties").fieldNames().forEachRemaining(this::add);
        node.path("required").forEach(name -> add(name.asText()));
        for (String keyword : List.of("const", "enum")) {
            names(node.path(keyword));
        }
        node.forEach(this::collect);
    }

    private void names(JsonNode value) {
        value.fieldNames().forEachRemaining(this::add);
        value.forEach(this::names);
    }

    private void add(String name) {
        if (!order.contains(name)) {
            order.add(name);
        }
    }

    String write(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private void write(JsonNode value, StringBuilder out) {
        if (value.isArray()) {
            out.append('[');
            for (int i = 0; i < value.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(value.get(i), out);
            }
            out.append(']');
        } else if (value.isObject()) {
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            names.sort(Comparator.comparingInt(name -> order.contains(name) ? order.indexOf(name) : order.size()));
            out.append('{');
            for (int i = 0; i < names.size(); i++) {
                out.append(i == 0 ? "" : ",");
                string(names.get(i), out);
                out.append(':');
                write(value.get(names.get(i)), out);
            }
            out.append('}');
        } else if (value.isNumber()) {
            out.append(
                    value.decimalValue().signum() == 0
                            ? "0"
                            : value.decimalValue().stripTrailingZeros().toPlainString());
        } else if (value.isTextual()) {
            string(value.asText(), out);
        } else {
            out.append(value);
        }
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        text.codePoints().forEach(point -> {
            int escape = "\"\\\b\f\n\r\t".indexOf(point);
            if (escape >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(escape));
            } else if (point < 32) {
                out.append(String.format("\\u%04x", point));
            } else {
                out.appendCodePoint(point);
            }
        });
        out.append('"');
    }
}
