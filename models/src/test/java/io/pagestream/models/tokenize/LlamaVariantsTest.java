package io.pagestream.models.tokenize;

import static io.pagestream.models.tokenize.TokenizerGolden.ints;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.models.golden.GoldenFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The switches of {@code LlamaTokenizer} against what the reference did with random texts full of added tokens. */
class LlamaVariantsTest {

    @TempDir
    Path folder;

    static Stream<Arguments> variants() {
        JsonNode variants = GoldenFixture.json(TokenizerGolden.PHI3.folder().resolve("variants.json"));
        return StreamSupport.stream(variants.spliterator(), false)
                .map(variant -> Arguments.of(variant.path("name").asText(), variant));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void theReferenceIsFollowed(String name, JsonNode variant) throws IOException {
        Tokenizer tokenizer = tokenizer(variant.path("config"));

        assertThat(variant.path("cases"))
                .hasSize(40)
                .allSatisfy(golden -> assertThat(
                                tokenizer.encode(golden.path("text").asText()))
                        .isEqualTo(ints(golden.path("ids"))));
        assertThat(variant.path("decode_cases")).hasSize(40).allSatisfy(golden -> {
            int[] ids = ints(golden.path("ids"));
            assertThat(tokenizer.decodeWithSpecial(ids))
                    .isEqualTo(golden.path("decode").asText());
            assertThat(tokenizer.decode(ids))
                    .isEqualTo(golden.path("decode_skip").asText());
            assertThat(shown(tokenizer, ids))
                    .isEqualTo(golden.path("decode_skip").asText());
        });
    }

    private static String shown(Tokenizer tokenizer, int... ids) {
        TokenStream stream = tokenizer.stream();
        StringBuilder shown = new StringBuilder();
        for (int id : ids) {
            stream.append(id);
            shown.append(stream.take());
        }
        return shown.append(stream.finish()).toString();
    }

    /** The files of Phi-3 with the variant's switches, and one token that swallows white space on its left. */
    private Tokenizer tokenizer(JsonNode switches) throws IOException {
        Path phi3 = TokenizerGolden.PHI3.folder();
        Files.copy(phi3.resolve("tokenizer.model"), folder.resolve("tokenizer.model"));
        ObjectNode config = (ObjectNode) GoldenFixture.json(phi3.resolve("tokenizer_config.json"));
        ((ObjectNode) config.path("added_tokens_decoder").path("984")).put("lstrip", true);
        switches.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                config.remove(entry.getKey());
            } else {
                config.set(entry.getKey(), entry.getValue());
            }
        });
        new ObjectMapper().writeValue(folder.resolve("tokenizer_config.json").toFile(), config);
        return Tokenizers.read(folder);
    }
}
