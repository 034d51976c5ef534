package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every answer is the reference's, whatever is switched on: batching, pieces of prompts, shared beginnings, guesses, in all
 * combinations.
 */
class EngineParityTest {

    /** 4KHD takes prompts of the fixture only, see {@link EngineGoldenTest}. */
    static final List<String> FIXTURES = Stream.concat(GoldenFixture.ALL.stream(), Stream.of("ixc2-tiny", "ixc25-tiny"))
            .toList();

    private static final boolean[] BOTH = {false, true};

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void everyAnswerEqualsTheReferencesInAllCombinations(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        long drafted = 0;
        long accepted = 0;
        for (boolean together : BOTH) {
            for (boolean inPieces : BOTH) {
                for (boolean shared : BOTH) {
                    for (boolean guessed : BOTH) {
                        EngineStats stats = answer(fixture, together, inPieces, shared, guessed);
                        assertThat(guessed || stats.drafted() == 0).isTrue();
                        drafted += stats.drafted();
                        accepted += stats.accepted();
                    }
                }
            }
        }
        assertThat(accepted).as("right guesses").isPositive();
        assertThat(drafted).as("and wrong ones").isGreaterThan(accepted);
    }

    private static EngineStats answer(
            GoldenFixture fixture, boolean together, boolean inPieces, boolean shared, boolean guessed) {
        EngineOptions options = new EngineOptions(
                fixture.folder().toString(),
                "cpu:f32",
                4 << 20,
                inPieces ? 37 : 1024,
                2,
                shared,
                guessed,
                together ? 16 : 1,
                100,
                Duration.ofMinutes(5),
                Duration.ZERO);
        try (OcrEngine engine = SharedEngines.lease(options)) {
            GoldenRequests requests = new GoldenRequests(engine.config());
            Map<GoldenCase, CompletableFuture<Reading>> answers = new LinkedHashMap<>();
            for (GoldenCase golden : cases(fixture)) {
                ReadingRequest asked = requests.of(golden).withReference(reference(golden, answers.size()));
                answers.put(golden, engine.submit(asked));
            }
            answers.forEach((golden, answer) -> requests.assertEqualsReference(answer.join(), golden));
            assertThat(engine.stats().blocksInUse()).isZero();
            return engine.stats();
        }
    }

    /** Of XComposer those about pictures, as in {@link EngineGoldenTest}. */
    private static List<GoldenCase> cases(GoldenFixture fixture) {
        return fixture.cases().stream()
                .filter(golden -> GoldenFixture.ALL.contains(fixture.name())
                        || !golden.pictures().isEmpty() && !golden.kind().equals("video"))
                .toList();
    }

    /** The answer itself, half of it twice, or something else. */
    private static String reference(GoldenCase golden, int number) {
        String answer = golden.greedy().textWithSpecial();
        String half = answer.substring(0, answer.offsetByCodePoints(0, answer.codePointCount(0, answer.length()) / 2));
        return switch (number % 3) {
            case 0 -> answer;
            case 1 -> half + half;
            default -> "Nothing of this stands on the page.";
        };
    }
}
