package io.pagestream.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.TestWeight;
import io.pagestream.compute.WeightUse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CudaDeviceTest {

    @Test
    void itSaysWhatItIs() {
        try (Device device = TestCard.open("cuda:0")) {
            assertThat(device.name()).isEqualTo("cuda:0");
            assertThat(device.activations()).isEqualTo(DType.BF16);
            assertThat(device.description()).contains("compute capability", "driver for CUDA", "cuBLAS", "BF16");
        }
        try (Device device = TestCard.open("cuda:0:f32")) {
            assertThat(device.activations()).isEqualTo(DType.F32);
        }
    }

    @Test
    void closingTheDeviceGivesBackWhatWasNotClosed() {
        Device device = TestCard.open("cuda:0");
        Tensor left = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 10, 10);
        device.load(TestWeight.f32("w", 2, 3, new float[6]), WeightUse.LINEAR);
        assertThat(device.liveBytes().get(MemoryTag.WEIGHTS)).isPositive();

        device.close();
        device.close();

        assertThat(device.liveBytes().values()).containsOnly(0L);
        assertThatThrownBy(() -> left.write(new float[100]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void anotherThreadMayDriveTheDeviceLater() throws InterruptedException {
        try (Device device = TestCard.open("cuda:0:f32");
                Tensor in = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 8, 16);
                Tensor out = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 8, 16)) {
            in.write(filled(128, 1));
            out.write(filled(128, 2));

            Thread other = new Thread(() -> device.ops().add(out, in));
            other.start();
            other.join();
            device.ops().add(out, in);

            assertThat(out.toFloats()).containsOnly(4);
        }
    }

    @Test
    void moreThanTheCardHasIsRefusedWithWhatTakesItsMemory() {
        try (Device device = TestCard.open("cuda:0");
                Tensor some = device.allocate(DType.F32, MemoryTag.ENCODED_IMAGES, 10, 10)) {
            int side = 1 << 30;

            assertThatThrownBy(() -> device.allocate(DType.F32, MemoryTag.ACTIVATIONS, side, side))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContainingAll("the card has no", "ENCODED_IMAGES=512");
            assertThat(some.rows()).isEqualTo(10);
        }
    }

    @Test
    void anIndexIsCheckedBeforeAKernelFollowsIt() {
        try (Device device = TestCard.open("cuda:0");
                Tensor table = device.allocate(DType.BF16, MemoryTag.ACTIVATIONS, 3, 8);
                Tensor out = device.allocate(DType.BF16, MemoryTag.ACTIVATIONS, 2, 8);
                Tensor rows = device.allocate(DType.I32, MemoryTag.ACTIVATIONS, 1, 2)) {
            assertThatThrownBy(() -> device.ops().gatherRows(out, table, rows))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("gatherRows: the list of indices was never written");

            rows.write(new int[] {0, 7});
            device.ops().argmax(rows.columnRange(0, 1), table.rowRange(0, 1));
            assertThatThrownBy(() -> device.ops().scatterRows(table, out, rows))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scatterRows: index 7 is outside of 0 to 2");

            rows.write(new int[] {2, 0});
            device.ops().gatherRows(out, table, rows);
        }
    }

    @Test
    void aSequenceIsNotPoisonedByNotANumbersOfAnEarlierOwnerOfItsBlock() {
        try (Device device = TestCard.open("cuda:0");
                PagedKeysAndValues cache = device.allocateCache(new CacheShape(1, 1, 8, 1, 16));
                Tensor rows = device.allocate(DType.BF16, MemoryTag.ACTIVATIONS, 16, 8);
                Tensor out = device.allocate(DType.BF16, MemoryTag.ACTIVATIONS, 16, 8)) {
            rows.write(filled(128, Float.NaN));
            device.ops().attend(out, rows, rows, rows, cache, 0, span(16));
            rows.write(filled(128, 3));

            Tensor one = rows.rowRange(0, 1);
            device.ops().attend(out.rowRange(0, 1), one, one, one, cache, 0, span(1));

            assertThat(out.rowRange(0, 1).toFloats()).containsOnly(3);
        }
    }

    @Test
    void aLargeTensorGoesThroughTheTransfersInPieces() {
        try (Device device = TestCard.open("cuda:0:f32");
                Tensor tensor = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 1031, 1033)) {
            float[] values = new float[1031 * 1033];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }

            for (int times = 0; times < 9; times++) { // 38 MB: more than all pieces on their way hold
                tensor.write(values);
            }

            assertThat(tensor.toFloats()).isEqualTo(values);
            assertThat(tensor.columnRange(5, 1000).rowRange(1029, 1).toFloats())
                    .isEqualTo(Arrays.copyOfRange(values, 1029 * 1033 + 5, 1029 * 1033 + 1005));
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
