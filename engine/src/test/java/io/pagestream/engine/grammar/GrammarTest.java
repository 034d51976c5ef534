package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {

    private final TokenBytes bytes = Vocabularies.random(4, 257);
    private final int stop = 256;

    @Test
    void oneOfTheChoicesIsWritten() {
        Grammar grammar = new Grammars(bytes).choices(List.of("yes", "no", "né"));
        GrammarState state = grammar.start(10);
        assertThat(allowed(state)).containsExactly((int) 'n', (int) 'y');
        state = state.advance('y');
        assertThat(state.isForced()).isTrue();
        assertThat(state.forcedToken()).isEqualTo('e');
        assertThatThrownBy(() -> grammar.start(10).advance('x')).isInstanceOf(IllegalArgumentException.class);
        state = state.advance('e').advance('s');
        assertThat(state.isComplete()).isTrue();
        assertThat(state.forcedToken()).isEqualTo(stop);
        assertThat(state.advance(stop).isStopped()).isTrue();
    }

    @Test
    void tokensMayHoldHalfACharacterOrSeveralSigns() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        byte[][] longer = {
            "{\"p\":\"".getBytes(StandardCharsets.UTF_8),
            {euro[0], euro[1]},
            {euro[1], euro[2], '"', '}'},
            {euro[1], 'a'},
            {'"', '}', '}'},
            {'"', '}'},
            {'\\', '"', '"', '}'},
            {'a', 'b', '"', ','},
            {' ', '}'},
            null
        };
        byte[][] tokens = new byte[256 + longer.length][];
        for (int value = 0; value < 256; value++) {
            tokens[value] = new byte[] {(byte) value};
        }
        System.arraycopy(longer, 0, tokens, 256, longer.length);
        Grammar grammar = new Grammars(new Vocabularies.Fixed(tokens, 265))
                .schema("{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"string\"}},\"required\":[\"p\"],"
                        + "\"additionalProperties\":false}");
        GrammarState start = grammar.start(20);
        assertThat(allowed(start)).containsExactly((int) '{', 256);
        GrammarState open = start.advance(256);
        assertThat(allowed(open))
                .contains((int) '"', (int) '\\', euro[0] & 255, 257, 261, 262, 264)
                .doesNotContain(euro[1] & 255, 258, 259, 260, 263, 265, 0x0A, 0xC0, 0xFF);
        GrammarState half = open.advance(euro[0] & 255);
        assertThat(allowed(half)).hasSize(65).contains(euro[1] & 255, 258).doesNotContain(257, 259);
        assertThat(allowed(half.advance(258))).containsExactly(265);
    }

    @Test
    void anAnswerIsClosedBeforeItsLimit() {
        Grammar grammar = new Grammars(bytes).schema("{\"type\":\"array\",\"items\":{\"type\":\"array\"}}");
        assertThat(grammar.leastTokens()).isEqualTo(2);
        assertThatThrownBy(() -> grammar.start(1))
                .isInstanceOf(AnswerLimitException.class)
                .hasMessageContaining("takes 2 tokens, but at most 1");
        GrammarState state = grammar.start(5).advance('[');
        assertThat(allowed(state)).containsExactly((int) '[', (int) ']');
        state = state.advance('[').advance(']');
        assertThat(allowed(state)).as("a comma would need '[]]'").containsExactly((int) ']');
        state = state.advance(']');
        assertThat(state.tokensLeft()).isEqualTo(1);
        assertThat(allowed(state)).containsExactly(stop);
    }

    @Test
    void recursionIsAsDeepAsTheStack() {
        Grammar grammar = new Grammars(bytes).schema("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}");
        GrammarState state = grammar.start(100_000);
        int depth = 0;
        while (Vocabularies.has(state.allowed(), '[')) {
            state = state.advance('[');
            depth++;
        }
        assertThat(depth).isBetween(64, Limits.FRAMES);
        for (int i = 0; i < depth; i++) {
            state = state.advance(']');
        }
        assertThat(state.isComplete()).isTrue();
    }

    @Test
    void aVocabularyThatCannotSpellTheAnswerIsRefused() {
        Grammar grammar = new Grammars(Vocabularies.of("a", "b")).choices(List.of("abc"));
        assertThatThrownBy(() -> grammar.start(100))
                .isInstanceOf(AnswerLimitException.class)
                .hasMessageContaining("no tokens");
    }

    @Test
    void aWayThatTheVocabularyCannotFinishIsNotTaken() {
        Grammar grammar = new Grammars(Vocabularies.of("a", "b", "bb")).regex("a(bb|bc)");
        GrammarState state = grammar.start(5).advance(0);
        assertThat(allowed(state)).containsExactly(1, 2);
        assertThat(allowed(state.advance(1))).containsExactly(1);
    }

    @Test
    void compiledGrammarsAreRemembered() {
        Grammars grammars = new Grammars(bytes);
        assertThat(grammars.schema("{}")).isSameAs(grammars.schema("{}"));
        assertThat(grammars.regex("{}".replace("{}", "a"))).isNotSameAs(grammars.choices(List.of("a")));
    }

    @Test
    void onlyOneSpaceIsWrittenBehindCommaAndColon() {
        Grammar grammar = new Grammars(bytes).schema("{\"properties\":{\"a\":{}}}");
        for (String text : List.of("{\"a\":1}", "{\"a\": 1}", "[1, 2,3]", "{\"a\": {\"b\": [], \"c\":0}}")) {
            assertThat(accepts(grammar, text)).as(text).isTrue();
        }
        for (String text : List.of(" 1", "1 ", "{ \"a\":1}", "{\"a\" :1}", "{\"a\":  1}", "[1 ,2]", "[\n1]", "[]\n")) {
            assertThat(accepts(grammar, text)).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"not\":{}} | /not",
                "{\"properties\":{\"a/b\":{\"uniqueItems\":true}}} | /properties/a~1b/uniqueItems",
                "{\"items\":{\"contains\":{}}} | /items/contains",
                "{\"anyOf\":[{},{\"if\":{}}]} | /anyOf/1/if",
                "{\"format\":\"email\"} | /format",
                "{\"oneOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]} | /oneOf/0",
                "{\"type\":\"array\",\"oneOf\":[{\"items\":{}},{\"maxItems\":2}]} | /oneOf/0",
                "{\"propertyNames\":{\"oneOf\":[{\"const\":\"a\"},{}]}} | /propertyNames",
                "{\"pattern\":\"(?=a)\"} | /pattern",
                "{\"patternProperties\":{}} | /patternProperties",
                "{\"multipleOf\":0.3} | /multipleOf",
                "{\"minimum\":1e30} | /minimum",
                "{\"maxLength\":100000} | /maxLength",
                "{\"minItems\":-1} | /minItems",
                "{\"type\":\"text\"} | /type",
                "{\"$ref\":\"https://example.com/x\"} | /$ref",
                "{\"$ref\":\"#/nowhere\"} | /$ref",
                "{\"$ref\":\"#\"} | ``",
                "{\"anyOf\":[{\"$ref\":\"#\"},{}]} | ``",
                "{\"enum\":[]} | ``",
                "{\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}},\"type\":\"object\"} | ``",
                "{\"enum\":[{\"a\":1}],\"required\":[\"a\"]} | ``",
                "{\"properties\":7} | /properties",
                "{\"a\":1,\"a\":2} | ``",
                "[] | ``",
                "nonsense | ``",
            })
    void whatIsNotReadIsRefusedWithItsPlace(String schema, String pointer) {
        assertThatThrownBy(() -> new Grammars(bytes).schema(schema))
                .isInstanceOfSatisfying(
                        UnsupportedSchemaException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    }

    @Test
    void whatCostsTooMuchIsRefused() {
        Grammars grammars = new Grammars(bytes);
        StringBuilder deep = new StringBuilder();
        deep.append("{\"items\":".repeat(100)).append("{}").append("}".repeat(100));
        StringBuilder wide = new StringBuilder("{\"allOf\":[");
        wide.append("{\"anyOf\":[{\"minimum\":1},{\"maximum\":5},{\"const\":9}]},".repeat(8))
                .append("{}]}");
        String nested = "{\"minItems\":60000,\"type\":\"array\",\"items\":{\"minItems\":60000,\"type\":\"array\"}}";
        StringBuilder large = new StringBuilder("{\"prefixItems\":[");
        large.append("{\"maxLength\":4000},".repeat(30)).append("{}]}");
        for (String schema :
                List.of(deep.toString(), wide.toString(), nested, large.toString(), " ".repeat(Limits.TEXT + 1))) {
            assertThatThrownBy(() -> grammars.schema(schema)).isInstanceOf(UnsupportedSchemaException.class);
        }
    }

    private static boolean accepts(Grammar grammar, String text) {
        return grammar.accepts(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Integer> allowed(GrammarState state) {
        int[] words = state.allowed();
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < words.length * 32; id++) {
            if (Vocabularies.has(words, id)) {
                ids.add(id);
            }
        }
        return ids;
    }
}
