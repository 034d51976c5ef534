package io.pagestream.jobs.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.pagestream.jobs.stream.RunStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.yaml.snakeyaml.Yaml;

/** Reads the files of {@code deploy/}. */
final class DeployFiles {

    static final Path ROOT = Path.of("..");
    static final Path DEPLOY = ROOT.resolve("deploy");

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeployFiles() {}

    static String text(String file) throws IOException {
        return Files.readString(DEPLOY.resolve(file));
    }

    static JsonNode yaml(String file) throws IOException {
        return documents(text(file)).get(0);
    }

    /** The documents of a YAML text, anchors and merges resolved. */
    static List<JsonNode> documents(String yaml) {
        return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
                .filter(Objects::nonNull)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList();
    }

    static Configuration configuration(Path folder, String yaml) throws IOException {
        return RunStream.read(Files.writeString(folder.resolve("pagestream.yaml"), yaml));
    }

    /** Of an object: name and value of each field, as text. */
    static Map<String, String> texts(JsonNode object) {
        return JSON.convertValue(object, new TypeReference<>() {});
    }

    static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** What {@code schema} (draft 7) has against {@code document}. */
    static List<String> violations(JsonNode schema, JsonNode document) {
        // Formats are not what the draft says: a duration is 10s in a compose file.
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(false).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(schema, config)
                .validate(document)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    static JsonNode resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(DeployFiles.class.getResourceAsStream(name), name)) {
            return documents(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .get(0);
        }
    }

    /** Kubernetes drops fields that it does not know without a word: here they are refused. */
    static void refuseUnknownFields(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove("type");
            }
            if (object.path("properties").isObject()
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                object.put("additionalProperties", false);
            }
        }
        schema.forEach(DeployFiles::refuseUnknownFields);
    }

    /** The version of the product, or the value of a property of the parent pom. */
    static String pom(String element) throws IOException {
        Matcher found = Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)</")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!found.find()) {
            throw new AssertionError("pom.xml has no <" + element + ">");
        }
        return found.group(1);
    }
}
