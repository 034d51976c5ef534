package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The masks against their slow twin: trying every token. */
class MaskParityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"total\":{\"type\":\"number\"},"
                        + "\"tags\":{\"type\":\"array\",\"items\":{\"enum\":[\"é\",\"日本\",\"a\\\"b\"]}}},\"required\":[\"total\"]}",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"maxLength\":3},\"minItems\":2,\"maxItems\":4}",
                "{\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},\"kids\":{\"type\":\"array\","
                        + "\"items\":{\"$ref\":\"#/$defs/n\"}}},\"required\":[\"v\"],\"additionalProperties\":false}},"
                        + "\"$ref\":\"#/$defs/n\"}",
                "{\"anyOf\":[{\"type\":\"string\",\"pattern\":\"^[a-é]+$\"},{\"type\":\"null\"},{\"type\":\"number\",\"minimum\":3}]}"
            })
    void aBitIsSetExactlyForTokensThatAreTaken(String schema) {
        for (TokenBytes vocabulary : List.of(Vocabularies.random(5, 700), Vocabularies.tinyQwen())) {
            Grammar grammar = new Grammars(vocabulary).schema(schema);
            Random random = new Random(3);
            for (int answer = 0; answer < 4; answer++) {
                GrammarState state = grammar.start(grammar.leastTokens() + answer * 8);
                while (!state.isStopped()) {
                    int[] allowed = state.allowed();
                    check(vocabulary, state, allowed);
                    int[] ids = IntStream.range(0, vocabulary.size())
                            .filter(id -> Vocabularies.has(allowed, id))
                            .toArray();
                    assertThat(ids).isNotEmpty();
                    assertThat(state.forcedToken()).isEqualTo(ids.length == 1 ? ids[0] : -1);
                    state = state.advance(ids[random.nextInt(ids.length)]);
                }
            }
        }
    }

    /** A mask near the limit is remembered with the limits for which it holds. */
    @Test
    void aRememberedMaskIsNotTakenForAnotherLimit() {
        for (TokenBytes vocabulary : List.of(Vocabularies.random(5, 700), Vocabularies.tinyQwen(), withoutBytes())) {
            Grammar grammar = new Grammars(vocabulary).schema(Schemas.INVOICE);
            Random limits = new Random(8);
            for (int again = 0; again < 60; again++) {
                GrammarState state = grammar.start(grammar.leastTokens() + limits.nextInt(24));
                Random random = new Random(limits.nextInt(3)); // so that the same states come with other limits
                for (int step = 0; step < 6 && !state.isStopped(); step++) {
                    int[] allowed = state.allowed();
                    check(vocabulary, state, allowed);
                    int[] ids = IntStream.range(0, vocabulary.size())
                            .filter(id -> Vocabularies.has(allowed, id))
                            .toArray();
                    state = state.advance(ids[random.nextInt(Math.min(3, ids.length))]);
                }
            }
        }
    }

    /** Bytes that JSON does not need alone are no tokens, so every limit counts tokens. */
    private static TokenBytes withoutBytes() {
        TokenBytes random = Vocabularies.random(5, 700);
        byte[][] tokens = new byte[random.size()][];
        for (int id = 0; id < tokens.length; id++) {
            byte[] bytes = random.bytes(id);
            tokens[id] = bytes != null && bytes.length == 1 && bytes[0] < ' ' ? null : bytes;
        }
        return new Vocabularies.Fixed(tokens, random.stopIds());
    }

    private static void check(TokenBytes vocabulary, GrammarState state, int[] allowed) {
        assertThat(allowed).hasSize((vocabulary.size() + 31) / 32);
        for (int id = 0; id < vocabulary.size(); id++) {
            boolean taken = state.after(id) != null;
            if (taken != Vocabularies.has(allowed, id)) {
                fail("token %d is taken: %s, and its bit says otherwise", id, taken);
            }
        }
    }
}
