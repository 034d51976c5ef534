package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.tile.MontageTiler;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Real models on the CPU in single precision: every answer is the reference's, however the work is cut. */
class EngineGoldenTest {

    static final List<String> FIXTURES = GoldenFixture.ALL;

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void tilesOfEveryPictureFileAreTheReferences(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        GoldenRequests requests =
                new GoldenRequests(ModelFolder.of(fixture.folder()).config());
        List<String> pictures = new ArrayList<>();
        for (JsonNode image : fixture.expected().get("images")) {
            String picture = image.get("id").asText();
            pictures.add(picture);
            for (int maxTiles : new int[] {1, image.get("max_num").asInt()}) {
                if (maxTiles == 1 && !fixture.knowsOneTile(picture)) {
                    continue;
                }
                TileBatch tiles = requests.tilesOf(GoldenCase.Picture.inARow(picture, maxTiles, 0));
                assertThat(tiles.pixels())
                        .as("%s on at most %s tiles", picture, maxTiles)
                        .isEqualTo(fixture.tiles(picture, maxTiles));
            }
        }
        assertThat(pictures).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void everyAnswerEqualsTheReferencesAlone(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        try (OcrEngine engine = SharedEngines.lease(options(fixture, 1024, 16, 1))) {
            GoldenRequests requests = new GoldenRequests(engine.config());
            for (GoldenCase golden : fixture.cases()) {
                requests.assertEqualsReference(
                        engine.submit(requests.of(golden)).join(), golden);
            }
        }
    }

    /**
     * From the picture's file to the answer, the adapters web and write among them. Not asked are: texts alone, which the
     * reference begins with two BOS; the sheet of a video, which has a tiler and a test of its own; and 4KHD, whose fixture has more
     * than one BOS and has a test of its own.
     */
    @ParameterizedTest
    @CsvSource({"ixc2-tiny, 7", "ixc25-tiny, 10"})
    void everyAnswerOfXComposerAboutPicturesEqualsTheReferences(String name, int count) {
        GoldenFixture fixture = GoldenFixture.of(name);
        List<GoldenCase> pictures = fixture.cases().stream()
                .filter(golden -> !golden.pictures().isEmpty())
                .filter(golden -> !golden.kind().equals("video"))
                .toList();
        assertThat(pictures).hasSize(count);
        for (EngineOptions options : List.of(options(fixture, 1024, 16, 1), options(fixture, 37, 3, 16))) {
            try (OcrEngine engine = SharedEngines.lease(options)) {
                GoldenRequests requests = new GoldenRequests(engine.config());
                Map<GoldenCase, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
                pictures.forEach(golden -> answers.put(golden, engine.submit(requests.of(golden))));

                answers.forEach((golden, answer) -> requests.assertEqualsReference(answer.join(), golden));
            }
        }
    }

    @Test
    void theAnswerAboutTheSheetOfAVideoEqualsTheReferences() {
        GoldenFixture fixture = GoldenFixture.of("ixc25-tiny");
        GoldenCase golden = fixture.cases().stream()
                .filter(each -> each.kind().equals("video"))
                .findFirst()
                .orElseThrow();
        try (OcrEngine engine = SharedEngines.lease(options(fixture, 37, 3, 16))) {
            RgbImage sheet = GoldenRequests.pixelsOf(fixture.folder().resolve("golden/frames_composed.png"));
            TileBatch tiles = new MontageTiler(engine.config().vision().imageSide(), 64).tile(sheet);
            GoldenRequests requests = new GoldenRequests(engine.config());

            requests.assertEqualsReference(
                    engine.submit(requests.of(golden, List.of(tiles))).join(), golden);
        }
    }

    /**
     * One picture and one question, computed with each adapter and with none at the same time: three different answers,
     * of which nothing is shared.
     */
    @Test
    void equalPromptsWithDifferentAdaptersShareNoKeysAndValues() {
        GoldenFixture fixture = GoldenFixture.of("ixc25-tiny");
        GoldenCase web = fixture.cases().stream()
                .filter(golden -> golden.adapter().equals("web"))
                .findFirst()
                .orElseThrow();
        try (OcrEngine engine = SharedEngines.lease(options(fixture, 37, 3, 16))) {
            GoldenRequests requests = new GoldenRequests(engine.config());
            ReadingRequest asked = requests.of(web);
            List<CompletableFuture<Reading>> answers = new ArrayList<>();
            for (String adapter : List.of("write", "web", "")) {
                answers.add(engine.submit(asked.withAdapter(Optional.of(adapter).filter(each -> !each.isEmpty()))));
            }

            List<String> tokens = answers.stream()
                    .map(answer -> Arrays.toString(((Reading.Text) answer.join()).tokens()))
                    .toList();

            assertThat(tokens).doesNotHaveDuplicates();
            requests.assertEqualsReference(answers.get(1).join(), web);
            assertThat(engine.stats().sharedTokens()).isZero();
        }
    }

    @Test
    void anAdapterThatTheModelLacksIsRefusedWithWhatThereIs() {
        GoldenFixture fixture = GoldenFixture.of("ixc25-tiny");
        try (OcrEngine engine = SharedEngines.lease(options(fixture, 37, 3, 16))) {
            ReadingRequest asked = new ReadingRequest(List.of(Turn.user("Write.")), List.of(), SamplingRule.greedy(2))
                    .withAdapter(Optional.of("poem"));

            Reading.Unreadable refused =
                    (Reading.Unreadable) engine.submit(asked).join();

            assertThat(refused.reason()).isEqualTo(Reading.Reason.INVALID_REQUEST);
            assertThat(refused.detail()).contains("no adapter 'poem'", "web", "write");
        }
    }

    /** Nobody has seen how 4KHD's official code begins the parts of a prompt, so it is given the fixture's tokens. */
    @Test
    void everyAnswerOf4KhdAboutPicturesEqualsTheReferencesToTheSameTokens() {
        GoldenFixture fixture = GoldenFixture.of("ixc2-4khd-tiny");
        List<GoldenCase> pictures = fixture.cases().stream()
                .filter(golden -> !golden.pictures().isEmpty())
                .toList();
        assertThat(pictures).hasSize(7);
        try (Device device = Devices.open("cpu:f32")) {
            EngineParts parts = EngineParts.load(options(fixture, 16, 2, 16), device);
            EngineCounters counters = new EngineCounters();
            AnswerDesk desk = new AnswerDesk(parts.model().tokenizer(), Runnable::run, 100, counters);
            EngineLoop loop = new EngineLoop(
                    parts.scheduler(), parts.runner(), desk, counters, Duration.ofMinutes(1), System::nanoTime);
            GoldenRequests requests = new GoldenRequests(parts.model().config());
            Map<GoldenCase, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
            for (GoldenCase golden : pictures) {
                Intake intake = new Intake(
                        new GivenPrompt(parts.model(), golden),
                        parts.cache(),
                        true,
                        true,
                        8,
                        parts.scheduler().largestGroup());
                Intake.Accepted accepted = (Intake.Accepted) intake.admit(requests.of(golden));
                desk.tryEnter();
                answers.put(golden, new CompletableFuture<>());
                loop.offer(new Ticket(accepted.sequence(), answers.get(golden), System.nanoTime()));
            }
            while (loop.doWork() > 0) {
                assertThat(loop.failure()).isEmpty();
            }

            answers.forEach((golden, answer) -> requests.assertEqualsReference(answer.join(), golden));
        }
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void everyAnswerEqualsTheReferencesInACrowdAndInPieces(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        for (EngineOptions options :
                List.of(options(fixture, 16, 2, 16), options(fixture, 37, 3, 16), options(fixture, 256, 4, 6))) {
            try (OcrEngine engine = SharedEngines.lease(options)) {
                GoldenRequests requests = new GoldenRequests(engine.config());
                Map<GoldenCase, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
                fixture.cases().forEach(golden -> answers.put(golden, engine.submit(requests.of(golden))));

                answers.forEach((golden, answer) -> requests.assertEqualsReference(answer.join(), golden));
                EngineStats stats = engine.stats();
                assertThat(stats.promptTokens() + stats.sharedTokens())
                        .as("no token is computed twice")
                        .isEqualTo(fixture.cases().stream()
                                .mapToLong(golden -> golden.inputIds().length)
                                .sum());
                assertThat(stats.sharedTokens()).as("cases that begin alike").isPositive();
                assertThat(stats.blocksInUse()).isZero();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void everyAnswerEqualsTheReferencesInACacheThatIsTooSmallForAll(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        for (boolean sharePrompts : new boolean[] {false, true}) {
            long page =
                    EngineSizes.leastCacheBytes(ModelFolder.of(fixture.folder()).config(), 4);
            try (OcrEngine engine = SharedEngines.lease(options(fixture, 2 * page, 64, 3, sharePrompts, 16))) {
                GoldenRequests requests = new GoldenRequests(engine.config());
                Map<GoldenCase, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
                fixture.cases().forEach(golden -> answers.put(golden, engine.submit(requests.of(golden))));

                answers.forEach((golden, answer) -> requests.assertEqualsReference(answer.join(), golden));
                assertThat(engine.stats().blocksInUse()).isZero();
            }
        }
    }

    @Test
    void allDeviceMemoryComesBack() {
        GoldenFixture fixture = GoldenFixture.of(FIXTURES.get(0));
        try (Device device = Devices.open("cpu:f32")) {
            EngineParts parts = EngineParts.load(options(fixture, 32, 2, 4), device);
            Map<MemoryTag, Long> idle = device.liveBytes();
            assertThat(idle).containsKeys(MemoryTag.WEIGHTS, MemoryTag.KEYS_AND_VALUES, MemoryTag.ENCODED_IMAGES);
            EngineCounters counters = new EngineCounters();
            AnswerDesk desk = new AnswerDesk(parts.model().tokenizer(), Runnable::run, 100, counters);
            EngineLoop loop = new EngineLoop(
                    parts.scheduler(), parts.runner(), desk, counters, Duration.ofMinutes(1), System::nanoTime);
            Intake intake = new Intake(
                    parts.model(),
                    parts.cache(),
                    true,
                    true,
                    4,
                    parts.scheduler().largestGroup());
            GoldenRequests requests = new GoldenRequests(parts.model().config());
            List<CompletableFuture<Reading>> futures = new ArrayList<>();
            for (GoldenCase golden : fixture.cases()) {
                desk.tryEnter();
                CompletableFuture<Reading> future = new CompletableFuture<>();
                Intake.Accepted accepted = (Intake.Accepted) intake.admit(requests.of(golden));
                loop.offer(new Ticket(accepted.sequence(), future, System.nanoTime()));
                futures.add(future);
            }
            while (loop.doWork() > 0) {
                assertThat(device.liveBytes()).as("after every step").isEqualTo(idle);
                futures.get(1).cancel(true);
            }
            assertThat(futures).allMatch(CompletableFuture::isDone);

            parts.runner().close();
            parts.model().close();

            assertThat(device.liveBytes().values()).allMatch(bytes -> bytes == 0);
        }
    }

    private static EngineOptions options(GoldenFixture fixture, int tokensPerStep, int tilesPerStep, int maxRunning) {
        return options(fixture, 4 << 20, tokensPerStep, tilesPerStep, true, maxRunning);
    }

    private static EngineOptions options(
            GoldenFixture fixture,
            long kvCacheBytes,
            int tokensPerStep,
            int tilesPerStep,
            boolean sharePrompts,
            int maxRunning) {
        return new EngineOptions(
                fixture.folder().toString(),
                "cpu:f32",
                kvCacheBytes,
                tokensPerStep,
                tilesPerStep,
                sharePrompts,
                maxRunning,
                100,
                Duration.ofMinutes(5),
                Duration.ZERO);
    }
}
