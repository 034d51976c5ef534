package io.pagestream.models.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.golden.SafetensorsEdit;
import io.pagestream.models.parity.Sequences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A golden checkpoint in four bits answers as the same checkpoint with the unpacked weights does. */
class AwqGoldenTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-internlm-tiny"})
    void answersAreThoseOfTheUnpackedWeights(String name) throws IOException {
        GoldenFixture fixture = GoldenFixture.of(name);
        Path awq = GoldenFixture.root().resolve("awq").resolve(name);
        Path packed = copy(fixture, "packed");
        Files.copy(awq.resolve("model.safetensors"), packed.resolve("model.safetensors"));
        Path unpacked = copy(fixture, "unpacked");
        SafetensorsEdit.combine(
                unpacked.resolve("model.safetensors"),
                tensor -> !tensor.matches(".*\\.(qweight|qzeros|scales)"),
                awq.resolve("model.safetensors"),
                awq.resolve("dequantised.safetensors"));

        Run expected = run(fixture, unpacked);
        Run actual = run(fixture, packed);

        assertThat(actual.answers).hasSizeGreaterThan(5);
        for (int i = 0; i < actual.answers.size(); i++) {
            assertThat(actual.answers.get(i)).containsExactly(expected.answers.get(i));
        }
        // A byte for each element, and four for each group of 16: 10 bits instead of 32.
        long floats = bytesOfFloats(awq.resolve("dequantised.safetensors"));
        assertThat(expected.weightBytes - actual.weightBytes)
                .as("bytes saved; the device pads weights in floats a little more")
                .isBetween(Math.round(floats * 22.0 / 32 * 0.95), Math.round(floats * 22.0 / 32 * 1.2));
        assertThat(ModelFolder.of(packed).plan(DType.F32, 1, 100, 1).weights())
                .as("what is planned")
                .isCloseTo(actual.weightBytes, Percentage.withPercentage(8));
    }

    private static long bytesOfFloats(Path tensors) {
        GoldenTensors reference = GoldenTensors.read(tensors);
        return reference.names().stream()
                .mapToLong(name -> 4L * reference.floats(name).length)
                .sum();
    }

    private record Run(List<int[]> answers, long weightBytes) {}

    private static Run run(GoldenFixture fixture, Path folder) {
        List<int[]> answers = new ArrayList<>();
        try (Device device = Devices.open("cpu:f32");
                GoldenReader reader = GoldenReader.of(fixture, folder, device)) {
            long weightBytes = device.liveBytes().get(MemoryTag.WEIGHTS);
            for (GoldenCase golden : fixture.cases()) {
                Sequences.Sequence reading = reader.open(golden, 0);
                while (!reading.ended()) {
                    reader.next(List.of(reading), Integer.MAX_VALUE);
                }
                answers.add(reading.answer());
            }
            return new Run(answers, weightBytes);
        }
    }

    /** All but the weights, and the note that they are quantised where lmdeploy writes it. */
    private Path copy(GoldenFixture fixture, String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(fixture.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("safetensors")) {
                    Files.copy(file, copy.resolve(file.getFileName().toString()));
                }
            }
        }
        if (name.equals("packed")) {
            ObjectNode config = (ObjectNode) JSON.readTree(Files.readAllBytes(copy.resolve("config.json")));
            ((ObjectNode) config.path("llm_config"))
                    .putObject("quantization_config")
                    .put("quant_method", "awq")
                    .put("version", "gemm")
                    .put("bits", 4)
                    .put("group_size", 16)
                    .put("zero_point", true);
            Files.write(copy.resolve("config.json"), JSON.writeValueAsBytes(config));
        }
        return copy;
    }
}
