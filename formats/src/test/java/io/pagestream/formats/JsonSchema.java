package io.pagestream.formats;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.util.Set;
import org.apache.avro.Schema;

/** Makes the JSON Schema of the lines from the Avro schemas; the published file is what this writes. */
final class JsonSchema {

    private static final Set<String> SAID_BY_DOCUMENT = Set.of("documentId", "count", "source");

    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    static ObjectNode make() {
        JsonSchema making = new JsonSchema();
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A line of Pagestream's results");
        schema.put("description", "A document, an answer or a dead letter. Later versions may add names.");
        ArrayNode kinds = schema.putArray("oneOf");
        kinds.add(making.kind("document", OcrResult.getClassSchema()));
        kinds.add(making.kind("answer", QaResult.getClassSchema()));
        kinds.add(making.kind("deadLetter", DeadLetter.getClassSchema()));
        making.definitions
                .withObject("/QaResult/properties/json")
                .removeAll()
                .put("description", "the answer as JSON where a schema was given");
        making.definitions
                .withObject("/DeadLetter/properties")
                .putObject("originalSize")
                .put("type", "integer")
                .put("description", "bytes that there were");
        schema.set("$defs", making.definitions);
        return schema;
    }

    private ObjectNode kind(String type, Schema record) {
        ObjectNode kind = JsonNodeFactory.instance.objectNode();
        kind.putObject("properties").putObject("type").put("const", type);
        kind.putArray("required").add("type");
        kind.setAll(of(record));
        return kind;
    }

    private ObjectNode of(Schema schema) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (schema.getType()) {
            case UNION ->
                node = of(schema.getTypes().get(schema.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0));
            case RECORD -> {
                if (!definitions.has(schema.getName())) {
                    record(schema);
                }
                node.put("$ref", "#/$defs/" + schema.getName());
            }
            case ARRAY -> node.put("type", "array").set("items", of(schema.getElementType()));
            case ENUM -> {
                ArrayNode symbols = node.putArray("enum");
                schema.getEnumSymbols().forEach(symbols::add);
            }
            case INT, LONG -> node.put("type", "integer");
            case DOUBLE -> node.put("type", "number");
            case BOOLEAN -> node.put("type", "boolean");
            case BYTES -> node.put("type", "string").put("contentEncoding", "base64");
            default -> node.put("type", "string");
        }
        return node;
    }

    private void record(Schema record) {
        ObjectNode definition = definitions.putObject(record.getName());
        definition.put("type", "object");
        if (record.getDoc() != null) {
            definition.put("description", record.getDoc());
        }
        ObjectNode properties = definition.putObject("properties");
        ArrayNode required = definition.putArray("required");
        for (Schema.Field field : record.getFields()) {
            ObjectNode property = properties.putObject(field.name());
            property.setAll(of(field.schema()));
            String doc = field.doc() == null && field.schema().getType() == Schema.Type.ENUM
                    ? field.schema().getDoc()
                    : field.doc();
            if (doc != null) {
                property.put("description", doc);
            }
            boolean said = record.getName().equals("PageText") && SAID_BY_DOCUMENT.contains(field.name());
            boolean number = field.schema().getType() == Schema.Type.DOUBLE;
            boolean list = field.schema().getType() == Schema.Type.ARRAY;
            if (!field.hasDefaultValue() && !said && !number && !list) {
                required.add(field.name());
            }
        }
        if (record.getName().equals("OcrResult")) {
            required.add("pages");
        }
    }
}
