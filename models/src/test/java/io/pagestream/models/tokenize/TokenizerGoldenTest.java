package io.pagestream.models.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenFixture;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kinds of tokenizer files against what the reference tokenizers did with 240 texts and 60 heaps of ids. */
class TokenizerGoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2-hf"})
    void everyTextHasTheIdsOfTheReference(String kind) {
        Tokenizer tokenizer = Tokenizers.read(folder(kind));

        assertThat(golden(kind).path("cases")).hasSize(240).allSatisfy(golden -> {
            String text = golden.path("text").asText();
            assertThat(tokenizer.encode(text)).as("ids of '%s'", text).isEqualTo(ints(golden.path("ids")));
            assertThat(tokenizer.encodePlain(text))
                    .as("ids of '%s' without BOS", text)
                    .isEqualTo(ints(golden.path("ids_no_special")));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2-hf"})
    void theIdsOfEveryTextBecomeTheTextOfTheReference(String kind) {
        Tokenizer tokenizer = Tokenizers.read(folder(kind));

        assertThat(golden(kind).path("cases")).allSatisfy(golden -> requireDecoded(tokenizer, golden));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2-hf"})
    void idsThatAreNoTextBecomeTheTextOfTheReference(String kind) {
        Tokenizer tokenizer = Tokenizers.read(folder(kind));

        assertThat(golden(kind).path("decode_cases"))
                .hasSize(60)
                .allSatisfy(golden -> requireDecoded(tokenizer, golden));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2-hf"})
    void everyBeginningOfAnAnswerBecomesTheTextOfTheReference(String kind) {
        Tokenizer tokenizer = Tokenizers.read(folder(kind));

        for (JsonNode golden : golden(kind).path("streaming")) {
            int[] ids = ints(golden.path("ids"));
            for (int i = 0; i < ids.length; i++) {
                assertThat(tokenizer.decodeWithSpecial(Arrays.copyOf(ids, i + 1)))
                        .isEqualTo(golden.path("prefix_decodes").get(i).asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2-hf"})
    void thereAreAsManyIdsAsInTheReference(String kind) {
        Tokenizer tokenizer = Tokenizers.read(folder(kind));

        assertThat(tokenizer.size()).isEqualTo(golden(kind).path("len").asInt());
        assertThat(tokenizer.id("<|im_end|>"))
                .isEqualTo(golden(kind).path("eos_token_id").asInt());
        assertThat(tokenizer.id("no such token")).isEqualTo(-1);
    }

    private static void requireDecoded(Tokenizer tokenizer, JsonNode golden) {
        int[] ids = ints(golden.path("ids"));
        assertThat(tokenizer.decodeWithSpecial(ids))
                .isEqualTo(golden.path("decode").asText());
        assertThat(tokenizer.decode(ids)).isEqualTo(golden.path("decode_skip").asText());
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        Arrays.setAll(values, i -> array.get(i).asInt());
        return values;
    }

    private static JsonNode golden(String kind) {
        return GoldenFixture.json(folder(kind).resolve("golden.json"));
    }

    private static Path folder(String kind) {
        return GoldenFixture.root().resolve("common/tokenizers").resolve(kind);
    }
}
