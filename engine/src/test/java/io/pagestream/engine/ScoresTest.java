package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probabilities of given tokens, compared with the reference's logits. */
class ScoresTest {

    private static final List<String> TOKENS = List.of("+", "-", "a");

    @ParameterizedTest
    @ValueSource(strings = {"internvl-hf-tiny", "internvl25-qwen-tiny"})
    void weightsAreThoseOfTheReferencesLogits(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        Tokenizer tokenizer = ModelFolder.of(fixture.folder()).tokenizer();
        int compared = 0;
        try (OcrEngine engine = SharedEngines.lease(options(fixture))) {
            GoldenRequests requests = new GoldenRequests(engine.config());
            for (GoldenCase golden : fixture.cases()) {
                if (golden.logits().isEmpty() || golden.repetitionPenalty() != 1) {
                    continue;
                }
                ReadingRequest request = requests.of(golden).withSampling(SamplingRule.weighing(TOKENS));

                float[] weights = weights(engine.submit(request).join());

                int vocabulary = engine.config().language().vocabulary();
                float[] logits = fixture.tensors().floats(golden.logits());
                float[] last = Arrays.copyOfRange(logits, logits.length - vocabulary, logits.length);
                double sum = 0;
                for (float logit : last) {
                    sum += Math.exp(logit);
                }
                for (int i = 0; i < TOKENS.size(); i++) {
                    int id = tokenizer.id(TOKENS.get(i));
                    assertThat((double) weights[i])
                            .as("%s: %s", golden, TOKENS.get(i))
                            .isCloseTo(last[id] - Math.log(sum), Offset.offset(5e-4));
                }
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(4);
    }

    @Test
    void aDialogueIsComputedOnceForAllItsTurns() {
        GoldenFixture fixture = GoldenFixture.of("internvl25-qwen-tiny");
        List<Turn> turns = new ArrayList<>();
        for (int step = 0; step < 5; step++) {
            turns.add(Turn.user("Step " + step + " of this solution is a rather long sentence with some words in it."));
            turns.add(Turn.assistant("+"));
        }
        try (OcrEngine engine = SharedEngines.lease(options(fixture))) {
            ReadingRequest dialogue = new ReadingRequest(turns, List.of(), SamplingRule.greedy(1));

            List<Reading> scores = Scores.of(engine, dialogue, TOKENS).join();

            long computed = engine.stats().promptTokens();
            int whole = ((Reading.Weights) scores.get(4)).promptTokens();
            assertThat(scores).hasSize(5);
            assertThat(computed).isLessThanOrEqualTo(whole + 4L * EngineSizes.BLOCK_TOKENS);
            assertThat(engine.stats().sharedTokens()).isPositive();
            for (int step = 0; step < 5; step++) {
                Reading alone = engine.submit(new ReadingRequest(
                                turns.subList(0, 2 * step + 1), List.of(), SamplingRule.weighing(TOKENS)))
                        .join();
                assertThat(weights(scores.get(step))).isEqualTo(weights(alone));
            }
            assertThat(weights(scores.get(1))).isNotEqualTo(weights(scores.get(2)));
        }
    }

    @Test
    void whatIsNotOneTokenIsRefused() {
        GoldenFixture fixture = GoldenFixture.of("internvl25-qwen-tiny");
        try (OcrEngine engine = SharedEngines.lease(options(fixture))) {
            Reading reading = engine.submit(new ReadingRequest(
                            List.of(Turn.user("x")), List.of(), SamplingRule.weighing(List.of("+", "no such token"))))
                    .join();

            assertThat(((Reading.Unreadable) reading).reason()).isEqualTo(Reading.Reason.INVALID_REQUEST);
            assertThat(((Reading.Unreadable) reading).detail())
                    .contains("what is weighed must be one token, 'no such token' is");
        }
    }

    private static float[] weights(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Weights.class);
        return ((Reading.Weights) reading).logProbabilities();
    }

    private static EngineOptions options(GoldenFixture fixture) {
        return new EngineOptions(
                fixture.folder().toString(),
                "cpu:f32",
                4 << 20,
                64,
                2,
                true,
                8,
                20,
                Duration.ofMinutes(5),
                Duration.ZERO);
    }
}
