package io.pagestream.engine.grammar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A schema as it was written, and what its references point to. Immutable. */
final class SchemaDocument {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.SCHEMA_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String DIALECTS = "https://json-schema.org/";

    private final SchemaAt root;

    private SchemaDocument(JsonNode root) {
        this.root = new SchemaAt("", root).asSchema();
        String dialect = root.path("$schema").asText(DIALECTS + "draft/2020-12/schema");
        if (!dialect.replaceFirst("^http:", "https:").startsWith(DIALECTS)) {
            throw this.root.refused("$schema", "the dialect '" + dialect + "' is not known, only those of " + DIALECTS);
        }
    }

    static SchemaDocument parse(String schema) {
        try {
            return new SchemaDocument(JSON.readTree(schema));
        } catch (JsonProcessingException e) {
            throw new UnsupportedSchemaException("", "no JSON that is read: " + e.getOriginalMessage());
        }
    }

    SchemaAt root() {
        return root;
    }

    /** What the {@code $ref} of {@code from} points to: something in this document. */
    SchemaAt resolve(SchemaAt from) {
        String reference = from.node().path("$ref").asText();
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            throw from.refused(
                    "$ref", "'" + reference + "' is not read; only pointers into the same schema are, '#/...'");
        }
        SchemaAt target = root;
        if (!reference.equals("#")) {
            // '+' is no space in a fragment.
            String path = URLDecoder.decode(reference.substring(2).replace("+", "%2B"), StandardCharsets.UTF_8);
            for (String step : path.split("/", -1)) {
                String name = step.replace("~1", "/").replace("~0", "~");
                target = target.node().isArray() ? target.at(index(name)) : target.at(name);
            }
        }
        if (target.node().isMissingNode()) {
            throw from.refused("$ref", "'" + reference + "' points to nothing");
        }
        return target.asSchema();
    }

    private static int index(String name) {
        return name.matches("\\d{1,6}") ? Integer.parseInt(name) : -1;
    }
}
