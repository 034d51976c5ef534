package io.pagestream.models.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.prompt.Turn;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class GoldenFixtureTest {

    static final List<String> INTERN_VL = GoldenFixture.ALL;
    static final List<String> XCOMPOSER = GoldenFixture.XCOMPOSER;

    @ParameterizedTest
    @FieldSource("INTERN_VL")
    void everyCaseNamesAsManyImagesAsItHasPictures(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);

        assertThat(fixture.cases()).hasSizeGreaterThanOrEqualTo(11).allSatisfy(golden -> {
            assertThat(images(golden))
                    .as(golden.id())
                    .isEqualTo(golden.pictures().size());
            assertThat(golden.inputIds()).as(golden.id()).isNotEmpty();
            assertThat(golden.greedy().ids()).as(golden.id()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @FieldSource("INTERN_VL")
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

    @ParameterizedTest
    @FieldSource("XCOMPOSER")
    void everyCaseOfXComposerHasTheVectorsOfItsPictures(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        int side = (int) Math.sqrt(fixture.tensors().shape("vit.hidden.1")[1] - 1);
        boolean overview = !name.equals("ixc2-tiny");
        int merged = overview ? side / 2 : side;

        assertThat(fixture.cases()).hasSizeGreaterThanOrEqualTo(9).allSatisfy(golden -> {
            int vectors = golden.pictures().stream()
                    .mapToInt(picture -> overview
                            ? (picture.tiles() * merged * merged) + 1 + (picture.rows() + 1) * merged
                            : merged * merged)
                    .sum();
            assertThat(golden.imageRows()).as(golden.id()).hasSize(vectors);
            assertThat(golden.pictures()).as(golden.id()).hasSize(images(golden));
        });
    }

    private static int images(GoldenCase golden) {
        return golden.turns().stream().mapToInt(Turn::images).sum();
    }
}
