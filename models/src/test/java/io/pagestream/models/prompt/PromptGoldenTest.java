package io.pagestream.models.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.tokenize.Tokenizers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text and the tokens of every dialogue of the reference. */
class PromptGoldenTest {

    static Stream<JsonNode> rows() {
        List<JsonNode> rows = new ArrayList<>();
        GoldenFixture.json(GoldenFixture.root().resolve("common/templates/templates.json"))
                .path("internvl")
                .forEach(row -> {
                    if (row.path("template").asText().equals("internvl2_5")) {
                        rows.add(row);
                    }
                });
        assertThat(rows).hasSize(16);
        return rows.stream();
    }

    static Stream<GoldenCase> cases() {
        return GoldenFixture.ALL.stream().flatMap(name -> GoldenFixture.of(name).cases().stream());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTemplateWritesWhatTheReferenceWrites(JsonNode row) {
        List<Turn> turns = new ArrayList<>();
        if (!row.path("system_is_default").asBoolean()) {
            turns.add(Turn.system(row.path("system_message").asText()));
        }
        for (JsonNode pair : row.path("history")) {
            turns.add(Turn.userWithMarkers(pair.get(0).asText(), "<image>"));
            turns.add(Turn.assistant(pair.get(1).asText()));
        }
        turns.add(Turn.userWithMarkers(row.path("question").asText(), "<image>"));

        String text = PromptTemplate.named("internvl2_5").text(turns, image -> "<image>");

        assertThat(text).isEqualTo(row.path("prompt").asText());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTokensOfEveryCaseAreThoseOfTheReference(GoldenCase golden) {
        PromptWriter writer = writer(golden.fixture());

        Prompt prompt = writer.write(golden.turns(), golden.images());

        assertThat(prompt.tokens()).isEqualTo(golden.inputIds());
        if (!golden.prompt().isEmpty()) {
            assertThat(writer.text(golden.turns(), golden.images())).isEqualTo(golden.prompt());
        }
        assertThat(prompt.images())
                .hasSameSizeAs(golden.pictures())
                .allSatisfy(span -> assertThat(span.tokens())
                        .isEqualTo(golden.pictures().get(span.image()).tiles() * 4));
    }

    private static PromptWriter writer(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        String template = name.contains("-hf-") ? "internvl_hf" : "internvl2_5";
        return new PromptWriter(
                PromptTemplate.named(template),
                Tokenizers.read(fixture.folder()),
                ImageLayout.viewByView(fixture.tokensPerTile()));
    }
}
