package io.pagestream.models.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text and the tokens of every dialogue of the reference. */
class PromptGoldenTest {

    static Stream<GoldenCase> internVl() {
        return GoldenPrompt.INTERNVL.stream().flatMap(name -> GoldenFixture.of(name).cases().stream());
    }

    static Stream<GoldenPrompt> xComposer() {
        return GoldenPrompt.XCOMPOSER.stream().flatMap(name -> GoldenPrompt.of(name).stream());
    }

    @ParameterizedTest
    @MethodSource("internVl")
    void theTokensOfEveryCaseAreThoseOfTheReference(GoldenCase golden) {
        PromptWriter writer = new PromptWriter(
                GoldenPrompt.template(golden.fixture()),
                GoldenPrompt.tokenizer(golden.fixture()),
                ImageLayout.viewByView(GoldenFixture.of(golden.fixture()).tokensPerTile()));

        Prompt prompt = writer.write(golden.turns(), golden.images());

        assertThat(prompt.tokens()).isEqualTo(golden.inputIds());
        if (!golden.prompt().isEmpty()) {
            assertThat(writer.text(golden.turns(), golden.images())).isEqualTo(golden.prompt());
        }
        int perTile = GoldenFixture.of(golden.fixture()).tokensPerTile();
        assertThat(prompt.images())
                .hasSameSizeAs(golden.pictures())
                .allSatisfy(span -> assertThat(span.tokens())
                        .isEqualTo(golden.pictures().get(span.image()).tiles() * perTile));
        assertThat(writer.stopTokens().iterator().next())
                .isEqualTo(GoldenFixture.of(golden.fixture())
                        .expected()
                        .path("stop_token_id")
                        .asInt());
    }

    /** The fixture of 4KHD was assembled by the rule of XComposer2, since the official method was not at hand. */
    @ParameterizedTest
    @MethodSource("xComposer")
    void theSegmentsOfXComposerAreThoseOfTheReference(GoldenPrompt golden) {
        boolean assembledAsXComposer2 = golden.fixture().contains("4khd");
        PromptTemplate template =
                assembledAsXComposer2 ? PromptTemplate.named("xcomposer2") : GoldenPrompt.template(golden.fixture());

        requireSegments(golden, template, false);
    }

    /** As it is read, trained and evaluated: BOS once. */
    @ParameterizedTest
    @MethodSource("xComposer")
    void aPromptOf4KhdHasBosOnce(GoldenPrompt golden) {
        requireSegments(golden, PromptTemplate.named("xcomposer2-4khd"), true);
    }

    private static void requireSegments(GoldenPrompt golden, PromptTemplate template, boolean bosOnce) {
        List<Turn> turns = golden.turns("<ImageHere>");
        List<ImageShape> images = new ArrayList<>();
        List<Integer> wanted = new ArrayList<>();
        List<Integer> runs = new ArrayList<>();
        for (JsonNode segment : golden.asked().path("segments")) {
            if (segment.has("image_tokens")) {
                int count = segment.path("image_tokens").asInt();
                runs.add(wanted.size());
                images.add(ImageShape.of(count));
                wanted.addAll(java.util.Collections.nCopies(count, 0));
            } else {
                int[] ids = GoldenPrompt.ints(segment.path("ids"));
                boolean again = bosOnce && !wanted.isEmpty() && ids[0] == 1;
                Arrays.stream(ids).skip(again ? 1 : 0).forEach(wanted::add);
            }
        }
        if (!golden.asked().has("segments")) {
            // chat(image=None) begins with two BOS; ours with one.
            Arrays.stream(golden.inputIds()).skip(1).forEach(wanted::add);
            assertThat(golden.inputIds()).startsWith(1, 1);
        }
        if (bosOnce && turns.get(0).parts().contains(new Turn.LeadingImage())) {
            return; // only 2.5 puts it before everything
        }

        Prompt prompt = new PromptWriter(template, GoldenPrompt.tokenizer(golden.fixture()), ImageLayout.viewByView(1))
                .write(turns, images);

        assertThat(Arrays.stream(prompt.tokens()).boxed().toList()).isEqualTo(wanted);
        assertThat(prompt.images().stream().map(ImageSpan::firstToken)).isEqualTo(runs);
        String text = template.text(turns, image -> "<ImageHere>");
        String noted = golden.prompt().replaceFirst("^<s>", "");
        assertThat(text).isEqualTo(golden.id().equals("image_prepended") ? "<ImageHere>" + noted : noted);
    }
}
