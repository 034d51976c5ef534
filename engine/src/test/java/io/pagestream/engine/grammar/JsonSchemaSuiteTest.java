package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The official cases of JSON Schema, from a copy of github.com/json-schema-org/JSON-Schema-Test-Suite (MIT) that is not
 * part of this project: {@code -Dpagestream.jsonSchemaSuite=FOLDER/tests/draft2020-12}.
 */
class JsonSchemaSuiteTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> wrong = new ArrayList<>();
    private int refused;
    private int schemas;
    private int cases;

    @Test
    @EnabledIfSystemProperty(named = "pagestream.jsonSchemaSuite", matches = ".+")
    void everySchemaThatIsReadAcceptsAndRejectsRightly() throws IOException {
        Grammars grammars = new Grammars(Vocabularies.random(1, 300));
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(System.getProperty("pagestream.jsonSchemaSuite")))) {
            files = listed.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (JsonNode group : JSON.readTree(file.toFile())) {
                check(grammars, file.getFileName().toString(), group);
            }
        }
        System.out.printf("%d schemas with %d cases; %d schemas refused%n", schemas, cases, refused);
        assertThat(wrong).isEmpty();
        assertThat(schemas).as("schemas that are read").isGreaterThanOrEqualTo(160);
    }

    private void check(Grammars grammars, String file, JsonNode group) {
        Grammar grammar;
        try {
            grammar = grammars.schema(group.path("schema").toString());
        } catch (UnsupportedSchemaException e) {
            if (!e.getMessage().contains("no answer can match")) {
                refused++;
                return;
            }
            grammar = null;
        }
        schemas++;
        CanonicalJson writer = new CanonicalJson(group.path("schema"));
        for (JsonNode test : group.path("tests")) {
            String description = test.path("description").asText();
            boolean valid = test.path("valid").asBoolean();
            String text = writer.write(test.path("data"));
            boolean accepted = grammar != null && grammar.accepts(text.getBytes(StandardCharsets.UTF_8));
            cases++;
            if (accepted != (valid != (grammar != null && isMeantDifferently(file, description)))) {
                wrong.add(file + ": " + group.path("description").asText() + ": " + description + ": " + text);
            }
        }
    }

    /** A format that is known is not only an annotation. */
    private static boolean isMeantDifferently(String file, String description) {
        return switch (file) {
            case "format.json" -> description.endsWith("string is only an annotation by default");
            default -> false;
        };
    }
}
