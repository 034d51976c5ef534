package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.DType;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.golden.SafetensorsEdit;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from packed matrices, held against what AutoAWQ's own code unpacked from the same file. */
class AwqTensorTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-internlm-tiny"})
    void everyElementIsThatOfTheReference(String fixture) {
        Path golden = GoldenFixture.root().resolve("awq").resolve(fixture);
        GoldenTensors reference = GoldenTensors.read(golden.resolve("dequantised.safetensors"));
        try (WeightSource source = WeightSource.open(golden)) {
            assertThat(reference.names()).hasSizeGreaterThan(10);
            for (String name : reference.names()) {
                NamedTensor tensor = source.tensor(name);
                float[] expected = reference.floats(name);

                assertThat(tensor.type()).isEqualTo(DType.F32);
                assertThat(tensor.shape()).containsExactly((long) reference.shape(name)[0], (long)
                        reference.shape(name)[1]);
                assertThat(floats(tensor.rows(0, tensor.rows()))).as(name).containsExactly(expected);
                float[] part = java.util.Arrays.copyOfRange(expected, 3 * tensor.columns(), 14 * tensor.columns());
                assertThat(floats(tensor.rows(3, 11)))
                        .as("rows 3 to 13 of %s", name)
                        .containsExactly(part);
            }
        }
    }

    @Test
    void partsThatDoNotFitTogetherAreRefused() throws Exception {
        Path golden = GoldenFixture.root().resolve("awq/internvl25-qwen-tiny/model.safetensors");
        Path file = folder.resolve("model.safetensors");
        Files.copy(golden, file);
        String base = "language_model.model.layers.0.mlp.down_proj.";
        SafetensorsEdit.edit(
                file,
                header -> header.withArray("/" + base.replace("/", "~1") + "scales/shape")
                        .removeAll()
                        .add(640)
                        .add(1));

        try (WeightSource source = WeightSource.open(folder)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> source.tensor(base + "weight"))
                    .withMessageContaining("the 4-bit matrix '" + base + "weight'")
                    .withMessageContaining("scales F16 [640, 1]");
        }
    }

    @Test
    void halfPrecisionIsWidenedExactly() {
        assertThat(StoredFloats.ofHalf((short) 0x3C00)).isEqualTo(1f);
        assertThat(StoredFloats.ofHalf((short) 0xC000)).isEqualTo(-2f);
        assertThat(StoredFloats.ofHalf((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(StoredFloats.ofHalf((short) 0x03FF)).isEqualTo(1023 * 0x1p-24f);
        assertThat(StoredFloats.ofHalf((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(StoredFloats.ofHalf((short) 0x7BFF)).isEqualTo(65504f);
        assertThat(StoredFloats.ofHalf((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(StoredFloats.ofHalf((short) 0x7E00)).isNaN();
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
