package io.pagestream.models.language;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.tokenize.Tokenizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of every fixture: vectors, layers, logits, tokens and text of the answers. Prompts and vectors are the
 * model's own; those of XComposer are the reference's, since its pictures are prepared in another room.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecoderGoldenTest {

    private static final float EMBEDDINGS = 1e-4f;
    private static final float LOGITS = 5e-4f;

    static final List<String> WHOLE = GoldenFixture.ALL;

    private final Map<String, GoldenReader> readers = new HashMap<>();
    private Device device;

    @BeforeAll
    void load() {
        device = Devices.open("cpu:f32");
        GoldenFixture.ALL.forEach(name -> readers.put(name, GoldenReader.of(GoldenFixture.of(name), device)));
        GoldenFixture.XCOMPOSER.forEach(
                name -> readers.put(name, GoldenReader.ofDecoder(GoldenFixture.of(name), device)));
    }

    @AfterAll
    void close() {
        readers.values().forEach(GoldenReader::close);
        assertThat(device.liveBytes())
                .allSatisfy((tag, bytes) ->
                        assertThat(bytes).as("%s that was not given back", tag).isZero());
        device.close();
    }

    static Stream<String> fixtures() {
        return Stream.concat(GoldenFixture.ALL.stream(), GoldenFixture.XCOMPOSER.stream());
    }

    static Stream<GoldenCase> cases() {
        return fixtures().flatMap(name -> GoldenFixture.of(name).cases().stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePromptGivesTheVectorsAndLogitsOfTheReference(GoldenCase golden) {
        GoldenReader reader = readers.get(golden.fixture());
        GoldenTensors tensors = reader.fixture.tensors();
        GoldenReader.Reading reading = reader.new Reading(golden, 0);
        Map<String, float[]> seen = new HashMap<>();

        float[] logits = reader.step(
                List.of(reading),
                golden.inputIds().length,
                GoldenReader.Wanted.ALL,
                (name, tensor) -> seen.put(name, tensor.toFloats()));

        assertThat(reading.prompt.tokens()).isEqualTo(golden.inputIds());
        if (!golden.inputsEmbeds().isEmpty()) {
            requireNear("embeddings", seen.get("hidden.0"), tensors.floats(golden.inputsEmbeds()), EMBEDDINGS);
        }
        List<String> states = golden.hiddenStates();
        for (int i = 0; i < states.size(); i++) {
            boolean last = i == states.size() - 1;
            requireNear(
                    states.get(i), seen.get(last ? "normed" : "hidden." + i), tensors.floats(states.get(i)), LOGITS);
        }
        // With the penalty on the prompt, the reference's logits are those after it.
        if (!golden.logits().isEmpty() && golden.repetitionPenalty() == 1) {
            float[] expected = tensors.floats(golden.logits());
            float[] compared = Arrays.copyOfRange(logits, logits.length - expected.length, logits.length);
            requireNear("logits", compared, expected, LOGITS);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnswerIsThatOfTheReference(GoldenCase golden) {
        GoldenReader reader = readers.get(golden.fixture());
        GoldenReader.Reading reading = reader.new Reading(golden, 1);
        List<float[]> steps = new ArrayList<>();

        while (!reading.ended()) {
            steps.add(reader.next(List.of(reading), Integer.MAX_VALUE));
        }

        int[] answer = reading.answer();
        assertThat(answer).isEqualTo(golden.greedy().ids());
        Tokenizer tokenizer = Tokenizers.read(reader.fixture.folder());
        assertThat(tokenizer.decode(answer)).isEqualTo(golden.greedy().text());
        assertThat(tokenizer.decodeWithSpecial(answer))
                .isEqualTo(golden.greedy().textWithSpecial());
        if (!golden.stepLogits().isEmpty()) {
            float[] expected = reader.fixture.tensors().floats(golden.stepLogits());
            int vocabulary = reader.config.vocabulary();
            for (int i = 0; i < expected.length / vocabulary; i++) {
                float[] row = Arrays.copyOfRange(expected, i * vocabulary, (i + 1) * vocabulary);
                requireNear("logits of step " + i, steps.get(i), row, LOGITS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPromptInPiecesGivesTheLogitsOfTheWhole(GoldenCase golden) {
        GoldenReader reader = readers.get(golden.fixture());
        GoldenReader.Reading whole = reader.new Reading(golden, 0);
        GoldenReader.Reading pieces = reader.new Reading(golden, 2);
        float[] expected =
                reader.step(List.of(whole), Integer.MAX_VALUE, GoldenReader.Wanted.LAST, (name, tensor) -> {});

        float[] actual = {};
        for (int at = 0; at < golden.inputIds().length; at += 29) {
            actual = reader.step(List.of(pieces), 29, GoldenReader.Wanted.LAST, (name, tensor) -> {});
        }

        requireNear("logits", actual, expected, LOGITS);
    }

    @ParameterizedTest
    @FieldSource("WHOLE")
    void severalSequencesInOneStepAnswerAsEachDoesAlone(String name) {
        GoldenReader reader = readers.get(name);
        List<GoldenCase> batch = reader.fixture.cases().stream()
                .filter(golden -> golden.kind().equals("batch"))
                .toList();
        List<GoldenReader.Reading> readings = new ArrayList<>();
        batch.forEach(golden -> readings.add(reader.new Reading(golden, readings.size())));
        assertThat(readings).hasSize(3);

        while (readings.stream().anyMatch(reading -> !reading.ended())) {
            reader.next(readings.stream().filter(reading -> !reading.ended()).toList(), Integer.MAX_VALUE);
        }

        for (int i = 0; i < batch.size(); i++) {
            assertThat(readings.get(i).answer()).isEqualTo(batch.get(i).greedy().ids());
        }
    }

    @Test
    void aStepThatWantsNoLogitsGetsNone() {
        GoldenReader reader = readers.get("internvl25-qwen-tiny");
        GoldenReader.Reading reading = reader.new Reading(reader.fixture.goldenCase("text_only"), 0);

        assertThat(reader.step(List.of(reading), 10, GoldenReader.Wanted.NONE, (name, tensor) -> {}))
                .isEmpty();
    }

    @Test
    void aTokenThatIsNoneOfTheVocabularyIsRefused() {
        GoldenReader reader = readers.get("internvl25-qwen-tiny");
        GoldenReader.Reading reading = reader.new Reading(reader.fixture.goldenCase("text_only"), 0);
        reading.tokens.set(3, 931);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.step(List.of(reading), 10, GoldenReader.Wanted.ALL, (name, tensor) -> {}))
                .withMessageContaining("token 931 is none of the vocabulary of 931 tokens");
    }
}
