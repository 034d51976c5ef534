package io.pagestream.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.gpu.TestCard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelBenchTest {

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:f32"})
    void everyCaseIsThatOfTheCpu(String name) {
        List<Comparison> compared = new ArrayList<>();
        try (Device card = TestCard.open(name);
                Device cpu = Devices.open("cpu:f32")) {
            new KernelBench(card, true).compare(cpu, compared::add);

            assertThat(card.liveBytes().values()).containsOnly(0L);
            assertThat(cpu.liveBytes().values()).containsOnly(0L);
        }

        assertThat(compared).hasSizeGreaterThan(45).extracting(Comparison::name).doesNotHaveDuplicates();
        assertThat(compared)
                .allSatisfy(one -> assertThat(one.wrong()).as(one.name()).isEmpty());
    }

    @Test
    void everyCaseIsMeasured() {
        List<Measurement> measured = new ArrayList<>();
        try (Device card = TestCard.open("cuda:0")) {
            KernelBench bench = new KernelBench(card, true);
            bench.measure(bench.ceilings(), measured::add);

            assertThat(card.liveBytes().values()).containsOnly(0L);
        }

        assertThat(measured)
                .hasSize(21)
                .extracting(Measurement::name)
                .contains("attend, answers [2, 896]", "attendWithin [34, 128]");
        assertThat(measured).allSatisfy(one -> {
            assertThat(one.seconds()).isPositive();
            assertThat(one.rate()).isPositive();
            assertThat(one.share()).isPositive();
        });
    }
}
