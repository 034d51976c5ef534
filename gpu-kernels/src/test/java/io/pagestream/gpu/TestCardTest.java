package io.pagestream.gpu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class TestCardTest {

    @Test
    void aMissingCardSkipsATestUnlessItIsRequired() {
        assertThatThrownBy(() -> TestCard.require(false, null))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("neither the emulator");
        assertThatThrownBy(() -> TestCard.require(false, "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PAGESTREAM_REQUIRE_EMULATOR is set, but there is neither the emulator");
        TestCard.require(true, "1");
    }
}
