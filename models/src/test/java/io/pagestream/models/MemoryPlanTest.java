package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.SafetensorsEdit;
import io.pagestream.models.plan.MemoryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned against what a device says that it took. */
class MemoryPlanTest {

    private static final int VIEWS = 3;

    @TempDir
    Path copy;

    static Stream<String> fixtures() {
        return Stream.concat(GoldenFixture.ALL.stream(), GoldenFixture.XCOMPOSER.stream());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void thePlanIsWhatTheDeviceTakes(String name) {
        ModelFolder folder = ModelFolder.of(GoldenFixture.root().resolve(name));
        VisionConfig vision = folder.config().vision();
        LanguageConfig language = folder.config().language();

        MemoryPlan plan = folder.plan(DType.F32, VIEWS, 100, 2);

        try (Device device = Devices.open("cpu:f32");
                LoadedModel model = ModelLoader.load(folder, device);
                Scratch scratch = new Scratch(device);
                Tensor pixels = device.allocate(
                        vision.separators() ? DType.F32 : DType.U8,
                        MemoryTag.ACTIVATIONS,
                        VIEWS,
                        3 * vision.imageSide() * vision.imageSide());
                PagedKeysAndValues cache = device.allocateCache(
                        new CacheShape(language.layers(), language.kvHeads(), language.headSide(), 4, 32))) {
            assertThat(device.liveBytes().get(MemoryTag.WEIGHTS))
                    .as("weights; the device pads those of products")
                    .isGreaterThanOrEqualTo(plan.weights());
            // The tiny low-rank additions of XComposer double when they are padded; elsewhere that is little.
            long reference = name.startsWith("ixc")
                    ? storedBytes(name)
                    : device.liveBytes().get(MemoryTag.WEIGHTS);
            assertThat(plan.weights()).isCloseTo(reference, Percentage.withPercentage(8));
            assertThat(device.liveBytes().get(MemoryTag.KEYS_AND_VALUES))
                    .isEqualTo(plan.cachePerToken() * cache.shape().blocks() * 32);
            Tensor vectors = model.vision().encode(pixels, scratch);
            assertThat(device.liveBytes().get(MemoryTag.ACTIVATIONS))
                    .as("activations; the device pads each of them")
                    .isGreaterThanOrEqualTo(plan.encoderStep())
                    .isCloseTo(plan.encoderStep(), Percentage.withPercentage(6));
            assertThat(4L * vectors.rows() * vectors.columns()).isEqualTo(VIEWS * plan.encodedView());
        }
        assertThat(plan.decoderStep()).isPositive();
    }

    private static long storedBytes(String name) {
        try (Stream<Path> files = Files.list(GoldenFixture.root().resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aShorterTypeTakesLess() {
        ModelFolder folder = ModelFolder.of(GoldenFixture.root().resolve("internvl-hf-tiny"));

        MemoryPlan floats = folder.plan(DType.F32, VIEWS, 100, 2);
        MemoryPlan halves = folder.plan(DType.BF16, VIEWS, 100, 2);

        assertThat(halves.cachePerToken()).isEqualTo(floats.cachePerToken() / 2);
        assertThat(halves.weights()).isBetween(floats.weights() / 2, floats.weights() * 2 / 3);
    }

    @Test
    void aTensorOfAnotherShapeIsFoundBeforeAnythingIsLoaded() throws IOException {
        try (Stream<Path> files =
                Files.list(GoldenFixture.of("internvl25-qwen-tiny").folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        SafetensorsEdit.edit(
                copy.resolve("model.safetensors"),
                header -> ((ArrayNode) header.get("mlp1.3.weight").get("shape"))
                        .removeAll()
                        .add(64 * 64));
        ModelFolder folder = ModelFolder.of(copy);

        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> folder.plan(DType.F32, VIEWS, 100, 2))
                .withMessageContaining("'mlp1.3.weight' of shape [4096]")
                .withMessageContaining(copy.toString());
    }

    @Test
    void aPlanIsReadable() {
        assertThat(new MemoryPlan(1_876_000_000, 12_288, 458_752, 200 << 20, 100 << 20))
                .hasToString("1.7 GiB of weights, 12.0 KiB of cache for each token, 448.0 KiB for each encoded tile,"
                        + " and up to 200.0 MiB while a step is computed");
        assertThat(MemoryPlan.size(1023)).isEqualTo("1023 bytes");
    }
}
