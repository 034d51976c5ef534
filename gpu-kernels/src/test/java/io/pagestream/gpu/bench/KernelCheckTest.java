package io.pagestream.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.Tensor;
import io.pagestream.gpu.bench.KernelCase.Prepared;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not equal is told. The second side here is a CPU device as well. */
class KernelCheckTest {

    private final Device cpu = Devices.open("cpu:f32");
    private final KernelCheck check = new KernelCheck(cpu, cpu);

    @AfterEach
    void close() {
        assertThat(cpu.liveBytes().values()).containsOnly(0L);
        cpu.close();
    }

    @Test
    void equalResultsHoldInfinitiesToo() {
        Comparison compared = check.of(differing(3, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY));

        assertThat(compared.holds()).isTrue();
        assertThat(compared.error()).isZero();
    }

    @Test
    void aDifferenceIsToldWithItsPlaceAndBothValues() {
        Comparison compared = check.of(differing(3, 0.5f, 0.25f));

        assertThat(compared.holds()).isFalse();
        assertThat(compared.wrong()).isEqualTo("element 3 is 0.25, the CPU computes 0.5");
        assertThat(compared.error()).isBetween(0.16, 0.17);
    }

    @Test
    void whatIsNoNumberDoesNotHold() {
        assertThat(check.of(differing(1, 0.5f, Float.NaN)).wrong()).startsWith("element 1 is NaN");
        assertThat(check.of(differing(1, 0.5f, Float.POSITIVE_INFINITY)).holds())
                .isFalse();
    }

    @Test
    void aFailureIsAFinding() {
        AtomicInteger calls = new AtomicInteger();
        Comparison compared = check.of(new KernelCase("planted", 0, 0, side -> {
            Tensor out = side.activations(1, 4);
            return new Prepared(
                    () -> {
                        if (calls.getAndIncrement() > 0) {
                            throw new IllegalStateException("the card is gone");
                        }
                    },
                    out);
        }));

        assertThat(compared.wrong()).isEqualTo("the card is gone");
        assertThat(compared.holds()).isFalse();
    }

    /** The CPU gives {@code wanted} at a place, the device {@code found}. */
    private static KernelCase differing(int place, float wanted, float found) {
        AtomicInteger calls = new AtomicInteger();
        return new KernelCase("planted", 0, 0, side -> {
            Tensor out = side.activations(1, 4);
            return new Prepared(
                    () -> {
                        float[] values = new float[4];
                        values[place] = calls.getAndIncrement() == 0 ? wanted : found;
                        out.write(values);
                    },
                    out);
        });
    }
}
