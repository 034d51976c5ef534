package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several answers to one request, on a real model. */
class SamplesTest {

    private static final int COUNT = 5;
    private static final Draw BEST_OF_N = new Draw(0.6f, 0, 0.95f, 0, 17);

    private final GoldenFixture fixture = GoldenFixture.of("internvl-hf-tiny");
    private final GoldenCase golden = fixture.goldenCase("dynamic");

    @Test
    void thePromptIsComputedOnce() {
        try (OcrEngine engine = SharedEngines.lease(options())) {
            ReadingRequest request = request(engine, BEST_OF_N);

            List<Reading> readings = Samples.read(engine, request, COUNT).join();

            int prompt = golden.inputIds().length;
            int shared = (prompt - 1) / EngineSizes.BLOCK_TOKENS * EngineSizes.BLOCK_TOKENS;
            assertThat(engine.stats().promptTokens()).isEqualTo(shared + (long) COUNT * (prompt - shared));
            assertThat(engine.stats().sharedTokens()).isEqualTo((COUNT - 1L) * shared);
            assertThat(engine.stats().tilesEncoded()).isEqualTo(tiles(request));
            assertThat(shared).as("of %s tokens", prompt).isGreaterThan(prompt / 2);
            Set<List<Integer>> different = new HashSet<>();
            readings.forEach(reading -> different.add(
                    Arrays.stream(((Reading.Text) reading).tokens()).boxed().toList()));
            assertThat(different).hasSize(COUNT);
        }
    }

    private static int tiles(ReadingRequest request) {
        return request.images().stream().mapToInt(image -> image.views()).sum();
    }

    @Test
    void eachSampleIsTheAnswerWithItsSeed() {
        try (OcrEngine engine = SharedEngines.lease(options())) {
            List<Reading> samples =
                    Samples.read(engine, request(engine, BEST_OF_N), COUNT).join();
            List<Reading> firstGreedy = Samples.readFirstGreedy(engine, request(engine, BEST_OF_N), COUNT)
                    .join();

            new GoldenRequests(engine.config()).assertEqualsReference(firstGreedy.get(0), golden);
            for (int i = 0; i < COUNT; i++) {
                Reading alone = engine.submit(request(engine, BEST_OF_N.withSeed(17 + i)))
                        .join();
                assertThat(tokens(samples.get(i))).isEqualTo(tokens(alone));
                assertThat(tokens(firstGreedy.get(i)).equals(tokens(alone))).isEqualTo(i > 0);
            }
        }
    }

    @Test
    void everyTokenHasItsProbabilityAndTogetherTheyAreTheConfidence() {
        try (OcrEngine engine = SharedEngines.lease(options())) {
            Reading.Text text =
                    (Reading.Text) engine.submit(request(engine, BEST_OF_N)).join();

            assertThat(text.logProbabilities()).hasSameSizeAs(text.tokens());
            double sum = 0;
            for (float each : text.logProbabilities()) {
                assertThat(each).isNegative();
                sum += each;
            }
            assertThat(Math.exp(sum / text.tokens().length))
                    .isCloseTo(text.confidence(), org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void cancellingCancelsAll() {
        List<CompletableFuture<Reading>> asked = new ArrayList<>();
        CompletableFuture<List<Reading>> all = Samples.read(new NeverAnswering(asked), textRequest(BEST_OF_N), COUNT);

        all.cancel(false);

        assertThat(asked).hasSize(COUNT).allMatch(CompletableFuture::isCancelled);
    }

    private record NeverAnswering(List<CompletableFuture<Reading>> asked) implements OcrEngine {
        @Override
        public CompletableFuture<Reading> submit(ReadingRequest request) {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
        }

        @Override
        public io.pagestream.models.config.ModelConfig config() {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineStats stats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void samplesWithoutChanceAreRefused() {
        OcrEngine engine = new NeverAnswering(new ArrayList<>());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.read(engine, textRequest(Draw.GREEDY), 2))
                .withMessageContaining("temperature above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.read(engine, textRequest(BEST_OF_N), 257))
                .withMessageContaining("1 to 256 samples, got 257");
    }

    private static ReadingRequest textRequest(Draw draw) {
        return new ReadingRequest(List.of(), List.of(), rule(draw));
    }

    private ReadingRequest request(OcrEngine engine, Draw draw) {
        ReadingRequest greedy = new GoldenRequests(engine.config()).of(golden);
        return new ReadingRequest(greedy.turns(), greedy.images(), rule(draw));
    }

    private static SamplingRule rule(Draw draw) {
        return new SamplingRule(36, Penalty.NONE, draw, List.of());
    }

    private static List<Integer> tokens(Reading reading) {
        return Arrays.stream(((Reading.Text) reading).tokens()).boxed().toList();
    }

    /** Not shared with other tests: the counters begin at zero. */
    private EngineOptions options() {
        return new EngineOptions(
                fixture.folder().toString(),
                "cpu:f32",
                4 << 20,
                64,
                2,
                true,
                6,
                20,
                Duration.ofMinutes(5),
                Duration.ZERO);
    }
}
