package io.pagestream.models.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenFixtureTest {

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny", "internvl-hf-tiny"})
    void everyCaseNamesAsManyImagesAsItHasPictures(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);

        assertThat(fixture.cases()).hasSizeGreaterThanOrEqualTo(11).allSatisfy(golden -> {
            int named = golden.turns().stream().mapToInt(turn -> turn.images()).sum();
            assertThat(named).as(golden.id()).isEqualTo(golden.pictures().size());
            assertThat(golden.inputIds()).as(golden.id()).isNotEmpty();
            assertThat(golden.greedy().ids()).as(golden.id()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny", "internvl-hf-tiny"})
    void everyCaseHasAPlaceholderForEachVectorOfItsTiles(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        int imageToken = fixture.expected().path("image_token_id").asInt();

        assertThat(fixture.cases()).allSatisfy(golden -> {
            long placeholders = java.util.Arrays.stream(golden.inputIds())
                    .filter(id -> id == imageToken)
                    .count();
            int tiles =
                    golden.images().stream().mapToInt(image -> image.views()).sum();
            assertThat(placeholders).as(golden.id()).isEqualTo((long) tiles * fixture.tokensPerTile());
        });
    }
}
