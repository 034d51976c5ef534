package io.pagestream.models.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every string that the official conversation.py wrote for histories and system messages. */
class TemplateGoldenTest {

    private static final JsonNode STRINGS =
            GoldenFixture.json(GoldenFixture.root().resolve("common/templates/templates.json"));

    static Stream<JsonNode> rows() {
        List<JsonNode> rows = new ArrayList<>();
        STRINGS.path("internvl").forEach(rows::add);
        assertThat(rows).hasSize(80);
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTemplateWritesWhatTheReferenceWrites(JsonNode row) {
        PromptTemplate template = PromptTemplate.named(row.path("template").asText());
        boolean own = !row.path("system_is_default").asBoolean();
        String message = row.path("system_message").asText();

        assertThat(template.text(dialogue(row, own ? List.of(Turn.system(message)) : List.of()), image -> "<image>"))
                .isEqualTo(row.path("prompt").asText());
        assertThat(template.withSystem(message).text(dialogue(row, List.of()), image -> "<image>"))
                .isEqualTo(row.path("prompt").asText());
        assertThat(template.stop()).isEqualTo(row.path("stop_string").asText());
    }

    private static List<Turn> dialogue(JsonNode row, List<Turn> before) {
        List<Turn> turns = new ArrayList<>(before);
        for (JsonNode pair : row.path("history")) {
            turns.add(Turn.userWithMarkers(pair.get(0).asText(), "<image>"));
            turns.add(Turn.assistant(pair.get(1).asText()));
        }
        turns.add(Turn.userWithMarkers(row.path("question").asText(), "<image>"));
        return turns;
    }

    @Test
    void theMessageOfXComposerIsTheReferences() {
        assertThat(PromptTemplate.systemMessage("xcomposer-multi-modality"))
                .isEqualTo(STRINGS.path("ixc_default_meta_instruction").asText());
    }
}
