package io.pagestream.models.tokenize;

import static io.pagestream.models.tokenize.TokenizerGolden.ints;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of tokenizer files against what the reference did with some 240 texts and 60 heaps of ids. */
class TokenizerGoldenTest {

    @ParameterizedTest
    @EnumSource
    void everyTextHasTheIdsOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.json().path("cases")).hasSizeGreaterThanOrEqualTo(239).allSatisfy(golden -> {
            String text = golden.path("text").asText();
            assertThat(tokenizer.encode(text)).as("ids of '%s'", text).isEqualTo(ints(golden.path("ids")));
            assertThat(tokenizer.encodePlain(text))
                    .as("ids of '%s' without BOS", text)
                    .isEqualTo(ints(golden.path("ids_no_special")));
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyTokenHasTheIdOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.json().path("cases")).allSatisfy(golden -> {
            for (int i = 0; i < golden.path("tokens").size(); i++) {
                assertThat(tokenizer.id(golden.path("tokens").get(i).asText()))
                        .isEqualTo(golden.path("ids_no_special").get(i).asInt());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theIdsOfEveryTextBecomeTheTextOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.json().path("cases"))
                .allSatisfy(golden -> requireDecoded(tokenizer, golden, ints(golden.path("ids_no_special"))));
    }

    @ParameterizedTest
    @EnumSource
    void idsThatAreNoTextBecomeTheTextOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.json().path("decode_cases"))
                .hasSize(60)
                .allSatisfy(golden -> requireDecoded(tokenizer, golden, ints(golden.path("ids"))));
    }

    @ParameterizedTest
    @EnumSource
    void everyBeginningOfAnAnswerBecomesTheTextOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.json().path("streaming")).hasSize(4).allSatisfy(golden -> {
            TokenStream stream = tokenizer.stream();
            int[] ids = ints(golden.path("ids"));
            for (int i = 0; i < ids.length; i++) {
                String expected = golden.path("prefix_decodes").get(i).asText();
                stream.append(ids[i]);
                assertThat(stream.text()).isEqualTo(expected);
                assertThat(tokenizer.decodeWithSpecial(Arrays.copyOf(ids, i + 1)))
                        .isEqualTo(expected);
            }
        });
    }

    /** What was shown to a reader is never taken back. */
    @ParameterizedTest
    @EnumSource
    void whatAStreamGivesIsTheBeginningOfWhatComes(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.json().path("decode_cases")).allSatisfy(golden -> {
            TokenStream stream = tokenizer.stream();
            int[] ids = ints(golden.path("ids"));
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < ids.length; i++) {
                stream.append(ids[i]);
                assertThat(stream.text()).isEqualTo(tokenizer.decode(Arrays.copyOf(ids, i + 1)));
                shown.append(stream.take());
            }
            assertThat(golden.path("decode_skip").asText()).startsWith(shown);
            assertThat(shown + stream.finish())
                    .isEqualTo(golden.path("decode_skip").asText());
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyPromptOfTheFixturesHasTheIdsOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.fixtures().path("prompts"))
                .isNotEmpty()
                .allSatisfy(golden -> assertThat(
                                tokenizer.encode(golden.path("text").asText()))
                        .isEqualTo(ints(golden.path("ids"))));
    }

    /** XComposer's prompts are encoded part by part, some with BOS and some without. */
    @ParameterizedTest
    @EnumSource(names = "XCOMPOSER")
    void everyPartOfAPromptHasTheIdsOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.fixtures().path("parts")).hasSize(31).allSatisfy(golden -> {
            int[] ids = ints(golden.path("ids"));
            String text = golden.path("text").asText();
            assertThat(ids[0] == tokenizer.bos() ? tokenizer.encode(text) : tokenizer.encodePlain(text))
                    .isEqualTo(ids);
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyAnswerOfTheFixturesIsTheTextOfTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(kind.fixtures().path("answers")).isNotEmpty().allSatisfy(golden -> {
            int[] ids = ints(golden.path("ids"));
            assertThat(tokenizer.decode(ids)).isEqualTo(golden.path("text").asText());
            assertThat(tokenizer.decodeWithSpecial(ids))
                    .isEqualTo(golden.path("text_with_special").asText());
        });
    }

    @ParameterizedTest
    @EnumSource
    void thereAreAsManyIdsAsInTheReference(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(tokenizer.size()).isEqualTo(kind.json().path("len").asInt());
        assertThat(tokenizer.bos()).isEqualTo(kind.json().path("bos_token_id").asInt(-1));
        assertThat(tokenizer.id("no such token")).isEqualTo(-1);
    }

    private static void requireDecoded(Tokenizer tokenizer, JsonNode golden, int[] ids) {
        assertThat(tokenizer.decodeWithSpecial(ids))
                .isEqualTo(golden.path("decode").asText());
        assertThat(tokenizer.decode(ids)).isEqualTo(golden.path("decode_skip").asText());
    }
}
