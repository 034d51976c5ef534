package io.pagestream.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.engine.request.Draw;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every filter and penalty of transformers' {@code generate} on the reference's logits. */
class SamplingGoldenTest {

    private static final Path FOLDER = GoldenFixture.root().resolve("common/sampling");
    private static final GoldenTensors TENSORS = GoldenTensors.read(FOLDER.resolve("sampling.safetensors"));

    private static Device device;

    @BeforeAll
    static void open() {
        device = Devices.open("cpu:f32");
    }

    @AfterAll
    static void close() {
        device.close();
    }

    /** @param row of the case's logits, each with a history of its own */
    record Case(JsonNode golden, int row) {

        @Override
        public String toString() {
            return golden.path("out").asText() + " row " + row;
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        JsonNode all = new ObjectMapper().readTree(Files.readAllBytes(FOLDER.resolve("sampling.json")));
        for (JsonNode golden : all.path("cases")) {
            for (int row = 0; row < 2; row++) {
                cases.add(new Case(golden, row));
            }
        }
        assertThat(cases).hasSizeGreaterThan(200);
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsKeptAndHowLikelyItIsEqualsTheReference(Case test) {
        JsonNode params = test.golden.path("params");
        int[] history = row(TENSORS.longs(test.golden.path("history").asText()), test.row);
        float[] logits = row(TENSORS.floats(test.golden.path("logits").asText()), test.row);

        float[] kept = penalized(logits, history, params);
        Chance.filter(
                kept,
                new Draw(
                        (float) params.path("temperature").asDouble(1),
                        params.path("top_k").asInt(0),
                        (float) params.path("top_p").asDouble(1),
                        (float) params.path("min_p").asDouble(0),
                        0));

        float[] expected = row(TENSORS.floats(test.golden.path("out").asText()), test.row);
        for (int id = 0; id < expected.length; id++) {
            boolean dropped = expected[id] == Float.NEGATIVE_INFINITY;
            assertThat(kept[id] == Float.NEGATIVE_INFINITY)
                    .as("token %d is dropped", id)
                    .isEqualTo(dropped);
            if (!dropped) {
                assertThat(kept[id]).isCloseTo(expected[id], within(1e-6f * Math.max(1, Math.abs(expected[id]))));
            }
        }
        if (test.golden.has("probs")) { // not for the rule against repeated runs
            requireProbabilities(
                    kept, row(TENSORS.floats(test.golden.path("probs").asText()), test.row));
        }
    }

    private static void requireProbabilities(float[] logits, float[] expected) {
        double[] probabilities = Chance.probabilities(logits);
        for (int id = 0; id < expected.length; id++) {
            assertThat((float) probabilities[id]).isCloseTo(expected[id], within(1e-6f));
        }
    }

    private static org.assertj.core.data.Offset<Float> within(float offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private float[] penalized(float[] logits, int[] history, JsonNode params) {
        try (Scratch scratch = new Scratch(device)) {
            Tensor row = scratch.floats(1, logits.length, logits);
            if (params.has("repetition_penalty")) {
                device.ops().penalizeRepeats(row, 0, scratch.ints(history), (float)
                        params.path("repetition_penalty").asDouble());
            }
            if (params.has("no_repeat_ngram_size")) {
                int size = params.path("no_repeat_ngram_size").asInt();
                device.ops().maskTokens(row, 0, scratch.ints(Sampler.allowed(logits.length, history, size)));
            }
            return row.toFloats();
        }
    }

    private static float[] row(float[] both, int row) {
        return Arrays.copyOfRange(both, row * both.length / 2, (row + 1) * both.length / 2);
    }

    private static int[] row(long[] both, int row) {
        return Arrays.stream(both, row * both.length / 2, (row + 1) * both.length / 2)
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
