package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void equalOptionsAreEqualSoThatTheyShareAnEngine() {
        assertThat(EngineOptions.of("folder", "cpu")).isEqualTo(EngineOptions.of("folder", "cpu"));
        assertThat(EngineOptions.of("folder", "cpu")).isNotEqualTo(EngineOptions.of("folder", "cuda:0"));
    }

    @Test
    void aStepMustHoldOneTokenOfEveryRunningRequest() {
        assertRefused(
                () -> options(16, 1, 17, 1, MINUTE, MINUTE), "tokensPerStep (16) must be at least maxRunning (17)");
    }

    @Test
    void whatHasNoSenseIsRefusedWithWhatCame() {
        assertRefused(() -> options(15, 1, 1, 1, MINUTE, MINUTE), "tokensPerStep must be 16 to 65536, got 15");
        assertRefused(() -> options(16, 0, 1, 1, MINUTE, MINUTE), "tilesPerStep must be 1 to 256, got 0");
        assertRefused(() -> options(16, 1, 0, 1, MINUTE, MINUTE), "maxRunning must be 1 to 65536, got 0");
        assertRefused(() -> options(16, 1, 1, 0, MINUTE, MINUTE), "maxWaiting must be 1 to 1048576, got 0");
        assertRefused(() -> options(16, 1, 1, 1, Duration.ZERO, MINUTE), "answerWithin must be positive");
        assertRefused(
                () -> options(16, 1, 1, 1, Duration.ofSeconds(Long.MAX_VALUE), MINUTE), "at most PT168H, got PT2562");
        assertRefused(() -> options(16, 1, 1, 1, MINUTE, MINUTE.negated()), "linger must be between zero and PT168H");
    }

    private static void assertRefused(Runnable making, String message) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static EngineOptions options(
            int tokensPerStep,
            int tilesPerStep,
            int maxRunning,
            int maxWaiting,
            Duration answerWithin,
            Duration linger) {
        return new EngineOptions(
                "folder",
                "cpu",
                1 << 20,
                tokensPerStep,
                tilesPerStep,
                true,
                maxRunning,
                maxWaiting,
                answerWithin,
                linger);
    }
}
