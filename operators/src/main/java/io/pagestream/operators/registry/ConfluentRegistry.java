package io.pagestream.operators.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pagestream.operators.registry.RegistryCalls.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.Schema;

/** Confluent's REST interface: {@code /schemas/ids/ID}, {@code /subjects/SUBJECT}, {@code /subjects/SUBJECT/versions}. */
final class ConfluentRegistry implements SchemaRegistry {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String REFUSAL = "error_code";

    private final RegistryCalls calls;

    ConfluentRegistry(RegistryCalls calls) {
        this.calls = calls;
    }

    @Override
    public Optional<String> schemaText(int id) {
        Answer answer = calls.get("/schemas/ids/" + id);
        if (!answer.isThere(REFUSAL)) {
            return Optional.empty();
        }
        JsonNode json = answer.json();
        boolean avro = json.path("schemaType").asText("AVRO").equals("AVRO"); // the name is left out for Avro
        return avro ? Optional.of(json.path("schema").asText()) : Optional.empty();
    }

    @Override
    public int register(String subject, Schema schema) {
        Answer answer = calls.post(of(subject) + "/versions", MEDIA_TYPE, body(schema));
        return id(answer)
                .orElseThrow(() -> new RegistryFailure("the registry refuses the schema of " + schema.getFullName()
                        + " under the subject " + subject + ": " + answer.text()));
    }

    @Override
    public Optional<Integer> find(String subject, Schema schema) {
        return id(calls.post(of(subject), MEDIA_TYPE, body(schema)));
    }

    private static Optional<Integer> id(Answer answer) {
        if (!answer.isThere(REFUSAL)) {
            return Optional.empty();
        }
        JsonNode id = answer.json().path("id");
        if (!id.canConvertToInt()) {
            throw new RegistryFailure("the registry answered without an id: " + answer.text());
        }
        return Optional.of(id.intValue());
    }

    private static String of(String subject) {
        return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }

    private static String body(Schema schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
    }
}
