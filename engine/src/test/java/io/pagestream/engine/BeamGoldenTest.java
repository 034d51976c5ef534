package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.golden.GoldenFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Searches with 2, 3 and 5 beams over text and pictures, as transformers answers them. */
class BeamGoldenTest {

    private static final double SCORES = 1e-4;

    private final GoldenFixture fixture = GoldenFixture.of("internvl-hf-tiny");
    private final JsonNode golden = read();
    private final List<JsonNode> cases =
            StreamSupport.stream(golden.path("cases").spliterator(), false).toList();

    private JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Files.readAllBytes(fixture.folder().resolve("golden/beams.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everySearchEndsAsTheReferencesAlone() {
        assertThat(cases).hasSizeGreaterThan(80);
        try (OcrEngine engine = SharedEngines.lease(options(4 << 20, 1024, 8))) {
            GoldenRequests requests = new GoldenRequests(engine.config());
            for (JsonNode each : cases) {
                assertEqualsReference(engine.submit(request(requests, each)).join(), each);
            }
            assertThat(engine.stats().blocksInUse()).isZero();
        }
    }

    @Test
    void everySearchEndsAsTheReferencesInACrowdAndInPieces() {
        try (OcrEngine engine = SharedEngines.lease(options(4 << 20, 37, 16))) {
            submitAll(engine);
        }
    }

    @Test
    void everySearchEndsAsTheReferencesWhenItHasToMakeRoom() {
        long least =
                EngineSizes.leastCacheBytes(ModelFolder.of(fixture.folder()).config(), 4);
        try (OcrEngine engine = SharedEngines.lease(options(least * 3 / 2, 64, 16))) {
            submitAll(engine);
            assertThat(engine.stats().madeRoom()).isPositive();
        }
    }

    /** Searches among answers without one. */
    private void submitAll(OcrEngine engine) {
        GoldenRequests requests = new GoldenRequests(engine.config());
        List<JsonNode> shuffled = new ArrayList<>(cases);
        Collections.shuffle(shuffled, new Random(5));
        List<CompletableFuture<Reading>> answers = new ArrayList<>();
        List<CompletableFuture<Reading>> greedy = new ArrayList<>();
        for (JsonNode each : shuffled) {
            answers.add(engine.submit(request(requests, each)));
            greedy.add(engine.submit(requests.of(fixture.goldenCase("single_tile"))));
        }
        for (int i = 0; i < shuffled.size(); i++) {
            assertEqualsReference(answers.get(i).join(), shuffled.get(i));
            requests.assertEqualsReference(greedy.get(i).join(), fixture.goldenCase("single_tile"));
        }
        assertThat(engine.stats().blocksInUse()).isZero();
    }

    private ReadingRequest request(GoldenRequests requests, JsonNode each) {
        ReadingRequest plain = requests.of(fixture.goldenCase(each.path("case").asText()));
        List<Integer> stops = new ArrayList<>();
        each.path("eos_token_id").forEach(stop -> stops.add(stop.asInt()));
        Penalty penalty =
                new Penalty((float) each.path("repetition_penalty").asDouble(), 0, Penalty.Scope.PROMPT_AND_ANSWER);
        Beams beams = new Beams(each.path("num_beams").asInt(), (float)
                each.path("length_penalty").asDouble());
        return plain.withSampling(
                new SamplingRule(golden.path("max_new_tokens").asInt(), penalty, Draw.GREEDY, stops).with(beams));
    }

    private static void assertEqualsReference(Reading reading, JsonNode each) {
        assertThat(reading).as(each.toString()).isInstanceOf(Reading.Text.class);
        Reading.Text text = (Reading.Text) reading;
        int[] expected = StreamSupport.stream(each.path("ids").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        assertThat(text.tokens()).as("%s", each).isEqualTo(expected);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            float actual = text.logProbabilities()[i];
            assertThat((double) actual)
                    .as("token %d of %s", i, each)
                    .isCloseTo(each.path("log_probabilities").path(i).asDouble(), Offset.offset(SCORES));
            sum += actual;
        }
        double score =
                sum / Math.pow(expected.length, each.path("length_penalty").asDouble());
        assertThat(score)
                .as("%s", each)
                .isCloseTo(each.path("score").asDouble(), Offset.offset(SCORES * Math.max(1, Math.abs(score))));
    }

    private EngineOptions options(long kvCacheBytes, int tokensPerStep, int maxRunning) {
        return new EngineOptions(
                fixture.folder().toString(),
                "cpu:f32",
                kvCacheBytes,
                tokensPerStep,
                4,
                true,
                maxRunning,
                200,
                Duration.ofMinutes(5),
                Duration.ZERO);
    }
}
