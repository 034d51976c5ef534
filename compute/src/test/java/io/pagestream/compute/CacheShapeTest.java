package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheShapeTest {

    @Test
    void aBlockHoldsKeysAndValuesOfAllLayersAndHeads() {
        assertThat(new CacheShape(24, 2, 64, 100, 16).blockBytes(4)).isEqualTo(2L * 24 * 2 * 64 * 16 * 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12, 24, 512})
    void blocksAreAPowerOfTwoFrom8To256(int blockTokens) {
        assertThatThrownBy(() -> new CacheShape(1, 1, 64, 1, blockTokens))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got " + blockTokens);
    }

    @Test
    void aCacheOfNothingIsRefused() {
        assertThatThrownBy(() -> new CacheShape(1, 1, 64, 0, 16)).isInstanceOf(IllegalArgumentException.class);
    }
}
