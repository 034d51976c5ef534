package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightNamesTest {

    private final WeightNames names = WeightNames.of("""
            a              stored.{n}.a
            bias?          stored.{n}.bias
            web.narrow?web stored.{n}.web_A
            web.widen?web  stored.{n}.web_B
            """);

    @Test
    void anOptionalWeightIsExpectedWhereTheFirstLayerHasIt() {
        assertThat(names.present(Set.of("stored.0.a", "stored.0.bias")).all(Map.of("", 2)))
                .containsExactly("stored.0.a", "stored.0.bias", "stored.1.a", "stored.1.bias");
    }

    @Test
    void anOptionalWeightThatIsNotThereIsNotExpected() {
        WeightNames present = names.present(Set.of("stored.0.a"));

        assertThat(present.has("a")).isTrue();
        assertThat(present.has("bias")).isFalse();
        assertThat(present.all(Map.of("", 1))).containsExactly("stored.0.a");
    }

    @Test
    void weightsWithTheSameMarkAreExpectedTogether() {
        WeightNames present = names.present(Set.of("stored.0.a", "stored.0.web_B"));

        assertThat(present.has("web.narrow")).isTrue();
        assertThat(present.all(Map.of("", 1))).containsExactly("stored.0.a", "stored.0.web_A", "stored.0.web_B");
    }
}
