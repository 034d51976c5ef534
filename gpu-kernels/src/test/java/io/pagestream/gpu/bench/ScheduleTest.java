package io.pagestream.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.gpu.TestCard;
import io.pagestream.gpu.emulator.Emulator;
import io.pagestream.gpu.emulator.RequiresEmulator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels whose threads wait for each other, with threads in other orders than the one of all other tests: descending,
 * and two random ones. A barrier that is missing shows in some order.
 */
@RequiresEmulator
class ScheduleTest {

    private static final List<String> WITH_BARRIERS = List.of("attend", "Norm", "argmax", "logProbabilities");

    @AfterEach
    void ascending() {
        Emulator.useSchedule(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theOrderOfThreadsDoesNotMatter(int schedule) {
        List<KernelCase> cases = Stream.concat(new KernelCases(true).all().stream(), OddCases.all().stream())
                .filter(one -> WITH_BARRIERS.stream().anyMatch(one.name()::contains))
                .toList();
        assertThat(cases).hasSizeGreaterThan(20);
        Emulator.useSchedule(schedule);
        try (Device card = TestCard.open("cuda:0");
                Device cpu = Devices.open("cpu:f32")) {
            KernelCheck check = new KernelCheck(card, cpu);
            assertThat(cases)
                    .allSatisfy(one ->
                            assertThat(check.of(one).wrong()).as(one.name()).isEmpty());
        }
    }
}
