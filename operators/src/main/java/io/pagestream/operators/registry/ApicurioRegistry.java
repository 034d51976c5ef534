package io.pagestream.operators.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.operators.registry.RegistryCalls.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Apicurio's REST interface, version 3. As its own serializers do it: the id is the {@code contentId}, four bytes; the
 * group is {@code default}, the artifact is named as the subject.
 */
final class ApicurioRegistry implements SchemaRegistry {

    private static final String MEDIA_TYPE = "application/json";
    private static final String REFUSAL = "name"; // of the exception
    private static final String ARTIFACTS = "/groups/default/artifacts";

    private final RegistryCalls calls;

    ApicurioRegistry(RegistryCalls calls) {
        this.calls = calls;
    }

    @Override
    public Optional<String> schemaText(int id) {
        Answer answer = calls.get("/ids/contentIds/" + id);
        return answer.isThere(REFUSAL) ? Optional.of(answer.text()) : Optional.empty();
    }

    @Override
    public int register(String subject, Schema schema) {
        ObjectNode artifact = JsonNodeFactory.instance.objectNode();
        artifact.put("artifactId", subject).put("artifactType", "AVRO");
        artifact.putObject("firstVersion")
                .putObject("content")
                .put("content", schema.toString())
                .put("contentType", MEDIA_TYPE);
        Answer answer = calls.post(ARTIFACTS + "?ifExists=FIND_OR_CREATE_VERSION", MEDIA_TYPE, artifact.toString());
        if (!answer.isThere(REFUSAL)) {
            throw new RegistryFailure("the registry refuses the schema of " + schema.getFullName()
                    + " under the artifact " + subject + ": " + answer.text());
        }
        return contentId(answer.json().path("version"));
    }

    @Override
    public Optional<Integer> find(String subject, Schema schema) {
        String query = "?groupId=default&artifactType=AVRO&canonical=true&artifactId="
                + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        Answer answer = calls.post("/search/versions" + query, MEDIA_TYPE, schema.toString());
        if (!answer.isThere(REFUSAL)) {
            return Optional.empty();
        }
        JsonNode versions = answer.json().path("versions");
        return versions.isEmpty() ? Optional.empty() : Optional.of(contentId(versions.get(0)));
    }

    private static int contentId(JsonNode version) {
        JsonNode id = version.path("contentId");
        if (!id.canConvertToInt()) {
            throw new RegistryFailure("the registry answered without a contentId of four bytes: " + version);
        }
        return id.intValue();
    }
}
