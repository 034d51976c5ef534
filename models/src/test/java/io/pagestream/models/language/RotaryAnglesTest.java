package io.pagestream.models.language;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.StepSpans;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.golden.GoldenFixture;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Frequencies and angles of every scaling, against tables of the reference. */
class RotaryAnglesTest {

    /** The official dynamic NTK module (InternLM2), asked for each of these total lengths. */
    @Test
    void theBaseGrowsWithTheLengthAsInTheReference() {
        GoldenFixture fixture = GoldenFixture.of("internvl25-internlm-tiny");
        JsonNode tables = fixture.expected().path("rope_tables");
        int headSide = tables.path("head_dim").asInt();
        RotaryAngles angles = new RotaryAngles(new Rotary(1e6, new Rotary.DynamicNtk(2, 160)), headSide);

        assertThat(tables.path("per_total_length").size()).isEqualTo(6);
        tables.path("per_total_length").properties().forEach(table -> {
            int length = Integer.parseInt(table.getKey());
            float[] frequencies =
                    fixture.tensors().floats(table.getValue().path("inv_freq").asText());
            for (int i = 0; i < frequencies.length; i++) {
                assertThat(angles.frequencies(length)[i])
                        .as("frequency %d at %d", i, length)
                        .isCloseTo(frequencies[i], within(frequencies[i]));
            }
            // The reference repeats each table for the second half of a head.
            float[] cos = fixture.tensors().floats(table.getValue().path("cos").asText());
            float[] sin = fixture.tensors().floats(table.getValue().path("sin").asText());
            int row = 0;
            for (JsonNode position : table.getValue().path("positions")) {
                float[] own = one(angles, position.asInt(), length);
                requireNear("cos", half(own, 0), half(row(cos, row, headSide), 0), 1e-5f);
                requireNear("sin", half(own, 1), half(row(sin, row, headSide), 0), 1e-5f);
                row++;
            }
        });
    }

    @Test
    void aFactorOfOneStillScalesBeyondTheTrainedLength() {
        RotaryAngles angles = new RotaryAngles(new Rotary(1e6, new Rotary.DynamicNtk(1, 100)), 128);
        RotaryAngles plain = new RotaryAngles(Rotary.plain(1e6), 128);
        RotaryAngles doubled = new RotaryAngles(Rotary.plain(1e6 * Math.pow(2, 128 / 126.0)), 128);

        assertThat(angles.frequencies(100)).isEqualTo(plain.frequencies(100));
        requireNear("at twice the length", angles.frequencies(200), doubled.frequencies(1), 1e-7f);
    }

    /** Values of {@code ROPE_INIT_FUNCTIONS["llama3"]} of transformers 5.18.0: theta 500,000, head of 16. */
    @Test
    void llama3FrequenciesAreThoseOfTransformers() {
        RotaryAngles angles = new RotaryAngles(new Rotary(500_000, new Rotary.Llama3(8, 1, 4, 8192)), 16);
        float[] expected = {
            1.0f, 0.19392276f, 0.03760603f, 0.007292665f, 0.000524846f, 3.4281024e-05f, 6.6478697e-06f, 1.2891732e-06f
        };

        float[] actual = angles.frequencies(10_000);

        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("frequency %d", i).isCloseTo(expected[i], within(expected[i]));
        }
    }

    @Test
    void longRopeTakesItsSecondListBeyondTheTrainedLengthAndItsMagnitudeAlways() {
        Rotary.LongRope scaling = new Rotary.LongRope(List.of(1.0, 2.0), List.of(4.0, 8.0), 128, 1.5);
        RotaryAngles angles = new RotaryAngles(new Rotary(100, scaling), 4);

        assertThat(angles.frequencies(128)).containsExactly(1f, 1 / 20f);
        assertThat(angles.frequencies(129)).containsExactly(1 / 4f, 1 / 80f);
        assertThat(one(angles, 0, 1)).containsExactly(1.5f, 1.5f, 0, 0);
    }

    @Test
    void aPromptIsTurnedForItsWholeLengthAndEachTokenOfTheAnswerForItsOwn() {
        RotaryAngles angles = new RotaryAngles(new Rotary(1e6, new Rotary.DynamicNtk(2, 4)), 4);
        StepSpans prompt = spans(0, 6);
        StepSpans answer = spans(6, 2);

        assertThat(row(angles.of(prompt, new int[] {6}), 1, 4)).isEqualTo(one(angles, 1, 6));
        assertThat(row(angles.of(answer, new int[] {6}), 0, 4)).isEqualTo(one(angles, 6, 7));
        assertThat(row(angles.of(answer, new int[] {6}), 1, 4)).isEqualTo(one(angles, 7, 8));
        assertThat(one(angles, 1, 6)).isNotEqualTo(one(angles, 1, 8));
    }

    private static float[] one(RotaryAngles angles, int position, int length) {
        return angles.of(spans(position, 1), new int[] {length});
    }

    private static StepSpans spans(int past, int rows) {
        return new StepSpans(List.of(new StepSpans.Span(0, rows, past, new int[0])));
    }

    /** Two units in the last place: the reference takes powers in float32. */
    private static Offset<Float> within(float value) {
        return Offset.offset(2 * Math.ulp(value));
    }

    private static float[] half(float[] row, int which) {
        return Arrays.copyOfRange(row, which * row.length / 2, (which + 1) * row.length / 2);
    }

    private static float[] row(float[] table, int row, int width) {
        return Arrays.copyOfRange(table, row * width, (row + 1) * width);
    }
}
