package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.plan.MemoryPlan;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EngineSizesTest {

    /** Of the dimensions of InternVL2_5-1B: 12 KiB of keys and values for each token at two bytes an element. */
    private static final ModelConfig ONE_BILLION = new ModelConfig(
            "1B",
            "original",
            VisionConfig.internVit(448, 14, 1024, 16, 4096, 24, new Tiling.Dynamic(1, 12, true)),
            new LanguageConfig(
                    "qwen2", 24, 896, 14, 2, 64, 4864, 151_674, 1e-6f, Rotary.plain(1e6), 32_768, false, false),
            "internvl2_5",
            List.of(151_645),
            OptionalInt.empty());

    @Test
    void theCacheTakesNoMoreThanItsBytes() {
        EngineSizes sizes = EngineSizes.of(options(512L << 20, 16), ONE_BILLION, 2);

        assertThat(sizes.cache().blocks() * sizes.cache().blockBytes(2)).isBetween(511L << 20, 512L << 20);
        assertThat(sizes.cache().blocks() * sizes.cache().blockTokens()).isEqualTo(43_680);
    }

    @Test
    void theCacheIsNoLargerThanAllRunningRequestsAtTheirLongest() {
        EngineSizes sizes = EngineSizes.of(options(1L << 40, 2), ONE_BILLION, 2);

        assertThat(sizes.cache().blocks() * sizes.cache().blockTokens()).isEqualTo(2 * 32_768);
    }

    @Test
    void aCacheTooSmallForOnePageIsRefusedWithTheBytesItNeeds() {
        assertThatThrownBy(() -> EngineSizes.of(options(8 << 20, 16), ONE_BILLION, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kvCacheBytes of 8388608 holds 672 tokens of 1B, one page may need 3584")
                .hasMessageContaining("set kvCacheBytes to at least " + 112 * 32 * 12_288);

        assertThat(EngineSizes.of(options(112 * 32 * 12_288, 16), ONE_BILLION, 2)
                        .cache()
                        .blocks())
                .isEqualTo(112);
    }

    @Test
    void encodedTilesAreKeptForOneStepAndTheNext() {
        assertThat(EngineSizes.of(options(512L << 20, 16), ONE_BILLION, 2).encoderSlots())
                .as("1024 rows use up 4 tiles, the encoder makes 4 more")
                .isEqualTo(8);
    }

    @Test
    void aModelThatTheDeviceCanNeverHoldIsRefusedWithItsFigures() {
        EngineSizes sizes = EngineSizes.of(options(512L << 20, 16), ONE_BILLION, 4);
        MemoryPlan plan = new MemoryPlan(1L << 50, 24_576, 1 << 20, 300 << 20, 100 << 20);

        try (Device device = Devices.open("cpu:f32")) {
            sizes.requireRoom(new MemoryPlan(1 << 20, 24_576, 1 << 10, 3, 1), "1B", device);
            assertThatThrownBy(() -> sizes.requireRoom(plan, "1B", device))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(
                            "1B needs 1024.0 TiB on cpu:f32, which has .* [GM]iB: weights 1024.0 TiB,"
                                    + " kvCacheBytes 51[12]\\.[0-9] MiB, encoded tiles 8.0 MiB, one step 300.0 MiB; take a smaller.*");
        }
    }

    private static EngineOptions options(long kvCacheBytes, int maxRunning) {
        return new EngineOptions(
                "1B", "cpu", kvCacheBytes, 1024, 4, true, maxRunning, 10, Duration.ofMinutes(1), Duration.ZERO);
    }
}
