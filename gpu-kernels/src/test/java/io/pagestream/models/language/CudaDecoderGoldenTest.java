package io.pagestream.models.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.gpu.TestCard;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.parity.Sequences;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of golden checkpoints in f32 on a card: the reference's ids, exactly. Several sequences share each step. */
class CudaDecoderGoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-qwen-tied-tiny"})
    void theAnswersAreThoseOfTheReference(String name) {
        try (Device device = TestCard.open("cuda:0:f32")) {
            try (GoldenReader reader = GoldenReader.of(GoldenFixture.of(name), device)) {
                List<GoldenCase> cases = reader.fixture.cases();
                assertThat(cases).hasSizeGreaterThan(3);
                for (int first = 0; first < cases.size(); first += 3) {
                    answerTogether(reader, cases.subList(first, Math.min(first + 3, cases.size())));
                }
            }
            assertThat(device.liveBytes().values()).containsOnly(0L);
        }
    }

    private static void answerTogether(GoldenReader reader, List<GoldenCase> cases) {
        List<Sequences.Sequence> readings = new ArrayList<>();
        cases.forEach(golden -> readings.add(reader.open(golden, readings.size())));

        while (readings.stream().anyMatch(reading -> !reading.ended())) {
            reader.next(readings.stream().filter(reading -> !reading.ended()).toList(), Integer.MAX_VALUE);
        }

        for (int i = 0; i < cases.size(); i++) {
            assertThat(readings.get(i).answer())
                    .as("%s of %s", cases.get(i), reader.fixture.folder())
                    .isEqualTo(cases.get(i).greedy().ids());
        }
    }
}
