package io.pagestream.models.language;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.parity.CaseCheck;
import io.pagestream.models.parity.Rows;
import io.pagestream.models.parity.Sequences;
import io.pagestream.models.parity.Tolerances;
import io.pagestream.models.tokenize.Tokenizers;
import java.util.ArrayList;
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
    void vectorsLayersLogitsIdsAndTextAreThoseOfTheReference(GoldenCase golden) {
        GoldenReader reader = readers.get(golden.fixture());
        CaseCheck check = new CaseCheck(
                reader.fixture,
                reader.sequences,
                reader.config.hidden(),
                reader.config.vocabulary(),
                Tokenizers.read(reader.fixture.folder()),
                Tolerances.EXACT);

        Rows prompt = reader.open(golden, 0).prompt();

        assertThat(prompt.tokens()).isEqualTo(golden.inputIds());
        assertThat(check.first(golden, prompt)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPromptInPiecesGivesTheLogitsOfTheWhole(GoldenCase golden) {
        GoldenReader reader = readers.get(golden.fixture());
        Sequences.Sequence whole = reader.open(golden, 0);
        Sequences.Sequence pieces = reader.open(golden, 2);
        float[] expected = reader.step(List.of(whole), Integer.MAX_VALUE, Sequences.Wanted.LAST, (name, tensor) -> {});

        float[] actual = {};
        for (int at = 0; at < golden.inputIds().length; at += 29) {
            actual = reader.step(List.of(pieces), 29, Sequences.Wanted.LAST, (name, tensor) -> {});
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
        List<Sequences.Sequence> readings = new ArrayList<>();
        batch.forEach(golden -> readings.add(reader.open(golden, readings.size())));
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
        Sequences.Sequence reading = reader.open(reader.fixture.goldenCase("text_only"), 0);

        assertThat(reader.step(List.of(reading), 10, Sequences.Wanted.NONE, (name, tensor) -> {}))
                .isEmpty();
    }

    @Test
    void aTokenThatIsNoneOfTheVocabularyIsRefused() {
        GoldenReader reader = readers.get("internvl25-qwen-tiny");
        Sequences.Sequence reading = reader.open(reader.fixture.goldenCase("text_only"), 0);
        reading.tokens().set(3, 931);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.step(List.of(reading), 10, Sequences.Wanted.ALL, (name, tensor) -> {}))
                .withMessageContaining("token 931 is none of the vocabulary of 931 tokens");
    }
}
