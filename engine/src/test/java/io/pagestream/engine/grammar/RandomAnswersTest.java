package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Models that know nothing: whatever they prefer, the answer is JSON, valid, and within its limit of tokens. */
class RandomAnswersTest {

    private static final int ANSWERS = 10_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void tenThousandAnswersAreValid() throws IOException {
        List<TokenBytes> vocabularies =
                List.of(Vocabularies.tinyQwen(), Vocabularies.random(11, 400), Vocabularies.random(12, 1500));
        List<Grammars> grammars = vocabularies.stream().map(Grammars::new).toList();
        JsonSchemaFactory validators = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        SchemaValidatorsConfig strict =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        List<String> schemas = Schemas.ALL;
        List<JsonSchema> compiled =
                schemas.stream().map(text -> validators.getSchema(text, strict)).toList();
        long bytes = 0;
        for (int i = 0; i < ANSWERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            int which = i % schemas.size();
            int vocabulary = i / schemas.size() % vocabularies.size();
            Grammar grammar = grammars.get(vocabulary).schema(schemas.get(which));
            int limit = grammar.leastTokens() + (i % 3 == 0 ? random.nextInt(4) : random.nextInt(120));
            byte[] answer = answer(vocabularies.get(vocabulary), grammar.start(limit), random);
            String text = new String(answer, StandardCharsets.UTF_8);
            assertThat(text.getBytes(StandardCharsets.UTF_8))
                    .as("UTF-8 of answer %d", i)
                    .isEqualTo(answer);
            JsonNode value = JSON.readTree(text);
            assertThat(compiled.get(which).validate(value))
                    .as("answer %d to %s: %s", i, schemas.get(which), text)
                    .isEmpty();
            assertThat(grammar.accepts(answer)).isTrue();
            bytes += answer.length;
        }
        assertThat(bytes).as("answers are not all trivial").isGreaterThan(40L * ANSWERS);
    }

    /** Takes the token of the largest of random logits, as a model would; the logits of a stop are sometimes small. */
    private static byte[] answer(TokenBytes vocabulary, GrammarState start, SplittableRandom random) {
        GrammarState state = start;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean talkative = random.nextBoolean();
        int steps = 0;
        while (!state.isStopped()) {
            int[] allowed = state.allowed();
            int best = -1;
            double largest = Double.NEGATIVE_INFINITY;
            for (int id = 0; id < vocabulary.size(); id++) {
                double logit = random.nextDouble() - (talkative && vocabulary.bytes(id) == null ? 1 : 0);
                if (Vocabularies.has(allowed, id) && logit > largest) {
                    largest = logit;
                    best = id;
                }
            }
            assertThat(best).as("a token is allowed").isNotNegative();
            state = state.advance(best);
            if (!state.isStopped()) {
                bytes.writeBytes(vocabulary.bytes(best));
                steps++;
            }
        }
        assertThat(steps).isLessThanOrEqualTo(start.tokensLeft());
        assertThat(state.isComplete()).isTrue();
        return bytes.toByteArray();
    }
}
