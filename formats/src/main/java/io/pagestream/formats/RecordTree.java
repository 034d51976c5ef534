package io.pagestream.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records as trees of JSON by their Avro schema, so that a field that is added to a schema is written and read without
 * further code. Numbers that are not finite have no JSON; they are left out, and read back as their default.
 */
final class RecordTree {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Written even when they have the default of the schema: programs count on them. */
    private static final Set<String> ALWAYS = Set.of(
            "PageText.width",
            "PageText.height",
            "PageText.columns",
            "PageText.rows",
            "PageText.text",
            "PageText.finishReason",
            "PageText.promptTokens",
            "PageText.tokens",
            "PageText.milliseconds",
            "OcrResult.model",
            "OcrResult.promptVersion",
            "OcrResult.rendererVersion",
            "OcrResult.milliseconds",
            "QaResult.finishReason",
            "QaResult.tokens",
            "QaResult.milliseconds",
            "QaResult.model",
            "QaResult.promptVersion",
            "QaResult.rendererVersion",
            "DeadLetter.documentId",
            "DeadLetter.attempts",
            "ClaimCheck.size",
            "ClaimCheck.sha256",
            "Block.kind",
            "Evidence.text");

    private RecordTree() {}

    static ObjectNode of(SpecificRecord record) {
        ObjectNode node = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            boolean always = ALWAYS.contains(record.getSchema().getName() + "." + field.name());
            if (hasJson(value) && (always || !isDefault(field, value))) {
                node.set(field.name(), tree(value));
            }
        }
        return node;
    }

    /** Fills {@code record} from {@code node}. */
    static <T extends SpecificRecord> T read(JsonNode node, T record) {
        for (Schema.Field field : record.getSchema().getFields()) {
            JsonNode value = node.get(field.name());
            try {
                record.put(field.pos(), value == null || value.isNull() ? absent(field) : value(value, field.schema()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(field.name() + ": " + e.getMessage(), e);
            }
        }
        return record;
    }

    private static boolean hasJson(Object value) {
        return value != null && !(value instanceof Double number && !Double.isFinite(number));
    }

    private static boolean isDefault(Schema.Field field, Object value) {
        if (!field.hasDefaultValue()) {
            return false;
        }
        Object expected = SpecificData.get().getDefaultValue(field);
        return value instanceof Collection<?> some && some.isEmpty()
                || value.equals(expected)
                || value instanceof Enum<?> && value.toString().equals(String.valueOf(expected));
    }

    private static JsonNode tree(Object value) {
        if (value instanceof SpecificRecord record) {
            return of(record);
        } else if (value instanceof Collection<?> elements) {
            ArrayNode array = JSON.arrayNode();
            elements.forEach(each -> array.add(tree(each)));
            return array;
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return JSON.binaryNode(copy);
        } else if (value instanceof Integer number) {
            return JSON.numberNode(number);
        } else if (value instanceof Long number) {
            return JSON.numberNode(number);
        } else if (value instanceof Double number) {
            return JSON.numberNode(number);
        } else if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        return JSON.textNode(value.toString());
    }

    private static Object absent(Schema.Field field) {
        if (field.hasDefaultValue()) {
            return SpecificData.get()
                    .deepCopy(field.schema(), SpecificData.get().getDefaultValue(field));
        }
        return switch (field.schema().getType()) {
            // Left out because their JSON does not exist, or because the document says them.
            case DOUBLE -> Double.NaN;
            case INT -> 0;
            case STRING -> "";
            case ARRAY -> new ArrayList<>();
            case RECORD -> null;
            default -> throw new IllegalArgumentException("expected a value, found none");
        };
    }

    private static Object value(JsonNode node, Schema schema) {
        return switch (schema.getType()) {
            case UNION -> value(node, present(schema));
            case RECORD -> read(require(node.isObject(), node, schema), newRecord(schema));
            case ARRAY -> elements(require(node.isArray(), node, schema), schema.getElementType());
            case ENUM -> symbol(require(node.isTextual(), node, schema).textValue(), schema);
            case STRING -> require(node.isTextual(), node, schema).textValue();
            case INT ->
                require(node.canConvertToInt() && node.isIntegralNumber(), node, schema)
                        .intValue();
            case LONG ->
                require(node.canConvertToLong() && node.isIntegralNumber(), node, schema)
                        .longValue();
            case DOUBLE -> require(node.isNumber(), node, schema).doubleValue();
            case BOOLEAN -> require(node.isBoolean(), node, schema).booleanValue();
            case BYTES -> bytes(node, schema);
            default -> throw new IllegalStateException("no JSON is known for the Avro type " + schema.getType());
        };
    }

    private static JsonNode require(boolean holds, JsonNode node, Schema schema) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "expected " + schema.getType().getName() + ", found " + JsonText.excerpt(node.toString()));
        }
        return node;
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static SpecificRecord newRecord(Schema schema) {
        return (SpecificRecord) SpecificData.get().newRecord(null, schema);
    }

    private static List<Object> elements(JsonNode array, Schema element) {
        List<Object> elements = new ArrayList<>(array.size());
        for (JsonNode each : array) {
            elements.add(value(each, element));
        }
        return elements;
    }

    /** As Avro does it: a symbol of a later version is the default. */
    private static Object symbol(String name, Schema schema) {
        String known = schema.hasEnumSymbol(name) ? name : schema.getEnumDefault();
        if (known == null) {
            throw new IllegalArgumentException("expected one of " + schema.getEnumSymbols() + ", found '" + name + "'");
        }
        return SpecificData.get().createEnum(known, schema);
    }

    private static ByteBuffer bytes(JsonNode node, Schema schema) {
        try {
            return ByteBuffer.wrap(require(node.isTextual(), node, schema).binaryValue());
        } catch (IOException e) {
            throw new IllegalArgumentException("expected base64, found " + JsonText.excerpt(node.toString()), e);
        }
    }
}
