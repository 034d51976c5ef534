package io.pagestream.models.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroundingTest {

    @Test
    void aBoxIsScaledToThePage() {
        assertThat(Grounding.regions("<ref>the cat</ref><box>[[121, 45, 560, 893]]</box>", 2000, 1000))
                .containsExactly(box("the cat", 242, 45, 1120, 893));
        assertThat(Grounding.regions("the cat[[121, 45, 560, 893]]", 2000, 1000))
                .containsExactly(box("the cat", 242, 45, 1120, 893));
        assertThat(Grounding.regions("[[0.25, 0.5, 0.75, 1]]", 200, 100)).containsExactly(box("", 50, 50, 150, 100));
    }

    @Test
    void boxesOfOneLabelShareItAndThoseOfAnotherDoNot() {
        String answer = "Here: <ref>a</ref><box>[[0, 0, 10, 10], [20,20,30,30]]</box>,"
                + " and <ref>b</ref><box>[[500, 500, 1000, 1000]]</box>.";

        assertThat(Grounding.regions(answer, 1000, 1000))
                .containsExactly(box("a", 0, 0, 10, 10), box("a", 20, 20, 30, 30), box("b", 500, 500, 1000, 1000));
        assertThat(Grounding.regions("Title[[0, 0, 10, 10]]\nText[[0, 20, 10, 30]]", 1000, 1000))
                .containsExactly(box("Title", 0, 0, 10, 10), box("Text", 0, 20, 10, 30));
    }

    @Test
    void aQuadrilateralHasFourCorners() {
        List<Region> regions = Grounding.regions("<ref>x</ref><quad>[[0,0, 100,10, 100,60, 0,50]]</quad>", 1000, 2000);

        assertThat(regions).hasSize(1);
        assertThat(regions.get(0).isBox()).isFalse();
        assertThat(regions.get(0).corners())
                .containsExactly(point(0, 0), point(100, 20), point(100, 120), point(0, 100));
    }

    @Test
    void cornersAreOrderedAndStayOnThePage() {
        assertThat(Grounding.regions("[[900, 5000, -100, 100]]", 1000, 1000))
                .containsExactly(box("", 0, 100, 900, 1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[[",
                "[[1,2,3]]",
                "[[1,2,3,4,5]]",
                "[[a, b, c, d]]",
                "[[1e9, 2, 3, 4]]",
                "[[99999999999999999999, 1, 1, 1]]",
                "[[1.2.3, 1, 1, 1]]",
                "<box></box>",
                "<ref></ref><box>[[NaN, NaN, NaN, NaN]]</box>"
            })
    void whatIsNoBoxIsPassedOver(String answer) {
        assertThat(Grounding.regions(answer, 100, 100)).isEmpty();
    }

    @Test
    void anyAnswerIsReadInTimeAndWithoutAnError() {
        assertThat(Grounding.regions("[[1, 2, 3, 4]]".repeat(100_000), 100, 100))
                .hasSize(10_000);
        assertThat(Grounding.regions("[".repeat(2_000_000), 100, 100)).isEmpty();
        assertThat(Grounding.regions("[1,".repeat(500_000), 100, 100)).isEmpty();
        assertThat(Grounding.regions("[ ".repeat(500_000) + "1,2,3,4]", 100, 100))
                .isNotNull();
        assertThat(Grounding.regions("<ref>".repeat(100_000) + "[1,2,3,4]", 100, 100))
                .hasSize(1);
        assertThat(Grounding.regions("x".repeat(900_000) + "[1,2,3,4]", 100, 100)
                        .get(0)
                        .label())
                .hasSize(4000);
        Random random = new Random(7);
        String[] bits = {
            "[", "]", "[[", "]]", "<ref>", "</ref>", "<box>", "</box>", "12", "-3", ".5", ",", " ", "é", "\n"
        };
        for (int i = 0; i < 2000; i++) {
            StringBuilder answer = new StringBuilder();
            for (int k = random.nextInt(60); k > 0; k--) {
                answer.append(bits[random.nextInt(bits.length)]);
            }
            for (Region region : Grounding.regions(answer.toString(), 640, 480)) {
                assertThat(region.corners())
                        .allSatisfy(corner -> assertThat(corner.x()).isBetween(0.0, 640.0));
                assertThat(region.corners())
                        .allSatisfy(corner -> assertThat(corner.y()).isBetween(0.0, 480.0));
            }
        }
    }

    private static Region box(String label, double left, double top, double right, double bottom) {
        return new Region(label, List.of(point(left, top), point(right, bottom)));
    }

    private static Region.Point point(double x, double y) {
        return new Region.Point(x, y);
    }
}
