package io.pagestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.TestWeight;
import io.pagestream.compute.WeightUse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CpuDeviceTest {

    private final String threads = System.getProperty(CpuDeviceProvider.THREADS);

    @AfterEach
    void restoreTheThreads() {
        if (threads == null) {
            System.clearProperty(CpuDeviceProvider.THREADS);
        } else {
            System.setProperty(CpuDeviceProvider.THREADS, threads);
        }
    }

    @Test
    void closingTheDeviceGivesBackWhatWasNotClosed() {
        Device device = Devices.open("cpu:f32");
        device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 10, 10);
        device.load(TestWeight.f32("w", 2, 3, new float[6]), WeightUse.LINEAR);
        assertThat(device.liveBytes().get(MemoryTag.WEIGHTS)).isPositive();

        device.close();
        device.close();

        assertThat(device.liveBytes().values()).containsOnly(0L);
    }

    @Test
    void theThreadsAreBoundedByAProperty() {
        System.setProperty(CpuDeviceProvider.THREADS, "1");
        try (Device device = Devices.open("cpu")) {
            assertThat(device.description()).contains("threads: 1");
        }
        System.setProperty(CpuDeviceProvider.THREADS, "0");
        assertThatThrownBy(() -> Devices.open("cpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(CpuDeviceProvider.THREADS, "got 0");
    }

    @Test
    void bf16IsRefusedWhereTheProcessorHasNone() {
        assumeFalse(Dnnl.hasBf16(), "this processor multiplies bf16");

        assertThatThrownBy(() -> Devices.open("cpu:bf16"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("cpu:bf16", "cpu:f32");
    }

    @Test
    void anotherThreadMayDriveTheDeviceLater() throws InterruptedException {
        try (Device device = Devices.open("cpu:f32");
                Tensor in = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 64, 256);
                Tensor out = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 64, 256)) {
            in.write(filled(64 * 256, 1));
            out.write(filled(64 * 256, 2));

            Thread other = new Thread(() -> device.ops().add(out, in));
            other.start();
            other.join();
            device.ops().add(out, in);

            assertThat(out.toFloats()).containsOnly(4);
        }
    }

    @Test
    void aFailureInOnePartOfTheWorkReachesTheCaller() {
        try (Dnnl dnnl = new Dnnl();
                Team team = new Team(dnnl, 2)) {
            assertThatThrownBy(() -> team.split(100, 1, (worker, first, end) -> {
                        if (end > 50) {
                            throw new IllegalStateException("half of it");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("half of it");
            int[] done = new int[100];
            team.split(100, 1, (worker, first, end) -> Arrays.fill(done, first, end, 1));
            assertThat(done).containsOnly(1);
        }
    }

    @Test
    void aSequenceIsNotPoisonedByNotANumbersOfAnEarlierOwnerOfItsBlock() {
        try (Device device = Devices.open("cpu:f32");
                PagedKeysAndValues cache = device.allocateCache(new CacheShape(1, 1, 8, 1, 16));
                Tensor rows = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 16, 8);
                Tensor out = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 16, 8)) {
            rows.write(filled(16 * 8, Float.NaN));
            device.ops().attend(out, rows, rows, rows, cache, 0, span(16));
            rows.write(filled(16 * 8, 3));

            Tensor one = rows.rowRange(0, 1);
            device.ops().attend(out.rowRange(0, 1), one, one, one, cache, 0, span(1));

            assertThat(out.rowRange(0, 1).toFloats()).containsOnly(3);
        }
    }

    private static StepSpans span(int rows) {
        return new StepSpans(List.of(new StepSpans.Span(0, rows, 0, new int[] {0})));
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }
}
