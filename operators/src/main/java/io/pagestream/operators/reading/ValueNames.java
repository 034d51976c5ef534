package io.pagestream.operators.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The form of an answer that gives named values. */
final class ValueNames {

    private ValueNames() {}

    /** JSON Schema: one object with exactly these names, each a text or null. */
    static String schema(List<String> names) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (String name : names) {
            properties.putObject(name).putArray("type").add("string").add("null");
        }
        names.forEach(schema.putArray("required")::add);
        schema.put("additionalProperties", false);
        return schema.toString();
    }
}
