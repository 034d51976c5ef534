package io.pagestream.models.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one JSON object, read strictly: a value that this version cannot honour is refused by its name, never
 * passed over.
 */
final class Fields {

    /** No model has a side, a count or a vocabulary beyond this; larger numbers are damage. */
    private static final long MOST = 100_000_000;

    private static final int MOST_LAYERS = 1000;

    private static final int MOST_PIXELS = 8192;

    private final JsonNode node;
    private final String where;
    private final String path;

    /**
     * @param where the file, for messages
     * @param path of the object inside the file, with a point at its end, or empty
     */
    Fields(JsonNode node, String where, String path) {
        this.node = node;
        this.where = where;
        this.path = path;
    }

    /** The whole name of a field. */
    String path(String name) {
        return path + name;
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    Fields object(String name) {
        if (!node.path(name).isObject()) {
            throw new IllegalArgumentException(where + " has no object '" + path + name
                    + "'; it is not the config.json of a model that can be read");
        }
        return new Fields(node.path(name), where, path + name + ".");
    }

    int count(String name) {
        return count(node.path(name), name);
    }

    int count(String name, int otherwise) {
        return has(name) ? count(name) : otherwise;
    }

    /** A whole number, which may be negative. */
    int whole(String name, int otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || Math.abs(value.asDouble()) > MOST) {
            throw refused(name, value, "a whole number");
        }
        return value.asInt();
    }

    /** How many layers: with names of tensors for each, so it is bounded more tightly. */
    int layers(String name) {
        int layers = count(name);
        if (layers > MOST_LAYERS) {
            throw refused(name, layers, "at most " + MOST_LAYERS + " layers");
        }
        return layers;
    }

    /** A number, or a square written as two equal numbers. */
    int side(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            return side(value, name);
        }
        if (value.size() != 2 || value.get(0).asLong() != value.get(1).asLong()) {
            throw refused(name, value, "a square");
        }
        return side(value.get(0), name);
    }

    private int side(JsonNode value, String name) {
        if (count(value, name) > MOST_PIXELS) {
            throw refused(name, value, "at most " + MOST_PIXELS + " pixels");
        }
        return value.asInt();
    }

    private int count(JsonNode value, String name) {
        if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > MOST) {
            throw refused(name, value, "a whole number from 1 to " + MOST);
        }
        return value.asInt();
    }

    double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.path(name);
        if (!value.isNumber() || !(value.asDouble() > 0) || Double.isInfinite(value.asDouble())) {
            throw refused(name, value, "a positive number");
        }
        return value.asDouble();
    }

    double number(String name) {
        if (!has(name)) {
            throw refused(name, node.path(name), "a positive number");
        }
        return number(name, 0);
    }

    /** A list of {@code count} positive numbers. */
    List<Double> numbers(String name, int count) {
        JsonNode list = node.path(name);
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : list) {
            numbers.add(value.asDouble());
        }
        if (!list.isArray() || list.size() != count || numbers.stream().anyMatch(n -> !(n > 0) || n.isInfinite())) {
            throw refused(name, list, "a list of " + count + " positive numbers");
        }
        return numbers;
    }

    boolean flag(String name, boolean otherwise) {
        if (has(name) && !node.path(name).isBoolean()) {
            throw refused(name, node.path(name), "true or false");
        }
        return node.path(name).asBoolean(otherwise);
    }

    String text(String name) {
        if (!node.path(name).isTextual()) {
            throw refused(name, node.path(name), "a word");
        }
        return node.path(name).asText();
    }

    /** One of some words, {@code otherwise} being meant when there is none. */
    String option(String name, String otherwise, List<String> known) {
        String value = has(name) ? text(name) : otherwise;
        if (!known.contains(value)) {
            throw refused(name, value, String.join(" or ", known));
        }
        return value;
    }

    /** The words of a list; nothing where there is none. */
    List<String> words(String name) {
        List<String> words = new ArrayList<>();
        node.path(name).forEach(word -> words.add(word.asText()));
        return words;
    }

    /** One id or a list of ids; nothing where there is none. */
    List<Integer> ids(String name) {
        List<Integer> ids = new ArrayList<>();
        JsonNode value = node.path(name);
        for (JsonNode id : value.isArray() ? value : List.of(value)) {
            if (id.isIntegralNumber() && id.asLong() >= 0 && id.asLong() <= MOST) {
                ids.add(id.asInt());
            } else if (!id.isNull() && !id.isMissingNode()) {
                throw refused(name, value, "the ids of tokens");
            }
        }
        return ids;
    }

    /** Refuses a field that is there and has another value. */
    void mustBe(String name, Object expected) {
        mustBe(name, expected, expected);
    }

    /** Refuses a field that has another value, {@code otherwise} being the value when it is not there. */
    void mustBe(String name, Object expected, Object otherwise) {
        String value = has(name) ? node.path(name).asText() : otherwise.toString();
        if (!value.equals(expected.toString())) {
            throw refused(name, value, expected.toString());
        }
    }

    /** Refuses a list in which another value stands. */
    void eachMustBe(String name, String expected) {
        for (JsonNode value : node.path(name)) {
            if (!value.asText().equals(expected)) {
                throw refused(name, value, expected + " in every place");
            }
        }
    }

    IllegalArgumentException refused(String name, Object value, String expected) {
        String found = value instanceof JsonNode json && json.isMissingNode() ? "nothing" : String.valueOf(value);
        return new IllegalArgumentException(where + " says " + path + name + " = " + found + ", but this version reads "
                + expected + " there; take a model of a supported kind");
    }
}
