package io.pagestream.models.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.gpu.TestCard;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.parity.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answers of golden checkpoints in f32 on a card: the reference's ids, exactly. Several sequences share each step. Of
 * each checkpoint a text, a picture and one more; {@code -Dpagestream.golden.all=true} for all cases of all checkpoints.
 */
class CudaDecoderGoldenTest {

    private static final boolean ALL = Boolean.getBoolean("pagestream.golden.all");

    /** Cases that every fixture of a family has, and those that go beyond a trained length. */
    private static final Set<String> CHOSEN =
            Set.of("text_only", "dynamic", "eos_stop", "ntk_cross", "su_long", "single_image", "mode_web");

    @BeforeAll
    static void sayWhatIsLeftOut() {
        if (!ALL) {
            System.err.println("CudaDecoderGoldenTest: cases " + CHOSEN + "; -Dpagestream.golden.all=true for all");
        }
    }

    static Stream<String> fixtures() {
        return Stream.concat(GoldenFixture.ALL.stream(), GoldenFixture.XCOMPOSER.stream());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theAnswersAreThoseOfTheReference(String name) {
        try (Device device = TestCard.open("cuda:0:f32")) {
            GoldenFixture fixture = GoldenFixture.of(name);
            // Pictures of XComposer are prepared in another room: here its decoder begins with the reference's vectors.
            boolean whole = GoldenFixture.ALL.contains(name);
            try (GoldenReader reader =
                    whole ? GoldenReader.of(fixture, device) : GoldenReader.ofDecoder(fixture, device)) {
                List<GoldenCase> cases = fixture.cases().stream()
                        .filter(golden -> ALL || CHOSEN.contains(golden.id()))
                        .toList();
                assertThat(cases).hasSizeGreaterThan(1);
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
