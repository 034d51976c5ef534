package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * InternLM-XComposer from picture files to answers, through the rooms that the pipeline uses: every question about
 * pictures that the reference was asked without a task's adapter gets the reference's answer.
 */
class EngineXComposerTest {

    private static final String MARKER = "<ImageHere>";

    @ParameterizedTest
    @CsvSource({"ixc2-tiny, 7", "ixc25-tiny, 8"})
    void everyAnswerAboutPicturesEqualsTheReferences(String name, int cases) {
        GoldenFixture fixture = GoldenFixture.of(name);
        List<JsonNode> asked = aboutPictures(fixture);
        assertThat(asked).hasSize(cases);

        try (OcrEngine engine = SharedEngines.lease(EngineGoldenTest.options(fixture, 16, 2, 16))) {
            Map<JsonNode, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
            asked.forEach(node -> answers.put(
                    node, engine.submit(request(node, engine.config().vision(), fixture))));

            answers.forEach((node, answer) -> assertEqualsReference(answer.join(), node));
        }
    }

    /** Nobody has seen how 4KHD's official code begins its parts of a prompt, so it gets the tokens of the reference. */
    @Test
    void everyAnswerOf4KhdEqualsTheReferencesToTheSameTokens() {
        GoldenFixture fixture = GoldenFixture.of("ixc2-4khd-tiny");
        List<JsonNode> asked = aboutPictures(fixture);
        assertThat(asked).hasSize(7);

        try (Device device = Devices.open("cpu:f32")) {
            EngineParts parts = EngineParts.load(EngineGoldenTest.options(fixture, 16, 2, 16), device);
            EngineCounters counters = new EngineCounters();
            AnswerDesk desk = new AnswerDesk(parts.model().tokenizer(), Runnable::run, 100, counters);
            EngineLoop loop = new EngineLoop(
                    parts.scheduler(), parts.runner(), desk, counters, Duration.ofMinutes(1), System::nanoTime);
            Map<JsonNode, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
            for (JsonNode node : asked) {
                Intake intake = new Intake(
                        new GivenPrompt(parts.model(), node),
                        parts.cache(),
                        true,
                        parts.scheduler().largestGroup());
                ReadingRequest request = request(node, parts.model().config().vision(), fixture);
                desk.tryEnter();
                answers.put(node, new CompletableFuture<>());
                loop.offer(new Ticket(
                        ((Intake.Accepted) intake.admit(request)).sequence(), answers.get(node), System.nanoTime()));
            }
            while (loop.doWork() > 0) {
                assertThat(loop.failure()).isEmpty();
            }

            answers.forEach((node, answer) -> assertEqualsReference(answer.join(), node));
        }
    }

    private static List<JsonNode> aboutPictures(GoldenFixture fixture) {
        return StreamSupport.stream(fixture.expected().path("cases").spliterator(), false)
                .filter(node -> !node.path("images").isEmpty()
                        && !node.path("images").get(0).has("transform")
                        && node.path("infer_mode").asText().equals("base"))
                .toList();
    }

    private static void assertEqualsReference(Reading reading, JsonNode asked) {
        String id = asked.path("id").asText();
        assertThat(reading).as(id).isInstanceOf(Reading.Text.class);
        Reading.Text text = (Reading.Text) reading;
        JsonNode greedy = asked.path("greedy");
        assertThat(text.promptTokens())
                .as(id)
                .isEqualTo(asked.path("prompt_tokens").asInt());
        assertThat(text.tokens())
                .as(id)
                .isEqualTo(StreamSupport.stream(greedy.path("ids").spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray());
        assertThat(text.text()).as(id).isEqualTo(greedy.path("text").asText());
    }

    private static ReadingRequest request(JsonNode asked, VisionConfig vision, GoldenFixture fixture) {
        List<Integer> stops = new ArrayList<>();
        fixture.expected().path("stop_token_ids").forEach(id -> stops.add(id.asInt()));
        List<TileBatch> images = new ArrayList<>();
        asked.path("images").forEach(image -> images.add(tiles(image, vision)));
        float penalty = (float) asked.path("repetition_penalty").asDouble(1);
        return new ReadingRequest(
                turns(asked),
                images,
                new SamplingRule(
                        fixture.expected().path("max_new_tokens").asInt(),
                        new Penalty(penalty, 0, Penalty.Scope.ANSWER),
                        Draw.GREEDY,
                        stops));
    }

    private static TileBatch tiles(JsonNode image, VisionConfig vision) {
        Tiler tiler = image.hasNonNull("hd_num")
                ? Tilers.of(vision, image.path("hd_num").asInt())
                : Tilers.of(vision);
        Path file = GoldenFixture.root()
                .resolve("common/images")
                .resolve(image.path("id").asText());
        try (PageCursor pages = DocumentDecoder.open(
                Files.readAllBytes(file),
                new RenderRule(200, 6000, RenderRule.Orientation.AS_STORED),
                DecodeLimits.DEFAULT)) {
            return tiler.tile(pages.page(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Turn> turns(JsonNode asked) {
        List<Turn> turns = new ArrayList<>();
        if (!asked.path("meta_instruction").asText().isEmpty()) {
            turns.add(Turn.system(asked.path("meta_instruction").asText()));
        }
        for (JsonNode pair : asked.path("history")) {
            turns.add(Turn.userWithMarkers(pair.get(0).asText(), MARKER));
            turns.add(Turn.assistant(pair.get(1).asText()));
        }
        String query = asked.path("query").asText();
        boolean placed = query.contains(MARKER) || turns.stream().anyMatch(turn -> turn.images() > 0);
        turns.add(placed ? Turn.userWithMarkers(query, MARKER) : Turn.userWithImage(query));
        return turns;
    }
}
