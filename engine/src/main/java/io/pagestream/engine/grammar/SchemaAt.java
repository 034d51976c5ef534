package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;

/** A schema and where in the document it stands, as a JSON pointer. */
record SchemaAt(String pointer, JsonNode node) {

    /** The value of {@code keyword}. */
    SchemaAt at(String keyword) {
        return new SchemaAt(pointerTo(keyword), node.path(keyword));
    }

    SchemaAt at(int index) {
        return new SchemaAt(pointer + "/" + index, node.path(index));
    }

    String pointerTo(String keyword) {
        return pointer + "/" + keyword.replace("~", "~0").replace("/", "~1");
    }

    UnsupportedSchemaException refused(String keyword, String why) {
        return new UnsupportedSchemaException(pointerTo(keyword), why);
    }

    /** Checked: an object or a boolean. */
    SchemaAt asSchema() {
        if (!node.isObject() && !node.isBoolean()) {
            throw new UnsupportedSchemaException(pointer, "expected a schema, found " + shown(node));
        }
        return this;
    }

    static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text.isEmpty() ? "nothing" : text;
    }
}
