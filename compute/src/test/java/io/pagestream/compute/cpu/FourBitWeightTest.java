package io.pagestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PlainOps;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.TestFourBits;
import io.pagestream.compute.TestWeight;
import io.pagestream.compute.WeightUse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the CPU device keeps of weights in four bits, and what it takes. */
class FourBitWeightTest {

    private final Random random = new Random(4);

    private long liveBytes(Device device, TestFourBits stored) {
        try (Tensor weight = device.load(stored, WeightUse.LINEAR)) {
            assertThat(weight.rows()).isEqualTo(stored.rows());
            return device.liveBytes().get(MemoryTag.WEIGHTS);
        }
    }

    @Test
    void aByteForEachElementAndFourForEachGroupAreTaken() {
        try (Device device = Devices.open("cpu:f32")) {
            long bytes = liveBytes(device, TestFourBits.random("w", 1024, 2048, 128, random));

            long elements = 1024 * 2048;
            // Blocks of memory come in eight sizes for each power of two.
            assertThat(bytes).isBetween(elements + elements / 128 * 4, (elements + elements / 128 * 4) * 9 / 8);
        }
    }

    @Test
    void anOddNumberOfRowsIsKeptSoToo() {
        try (Device device = Devices.open("cpu:f32")) {
            assertThat(liveBytes(device, TestFourBits.random("w", 1023, 2048, 128, random)))
                    .isLessThan(2L * 1023 * 2048);
        }
    }

    @Test
    void tablesAndVectorsAreUnpacked() {
        try (Device device = Devices.open("cpu:f32")) {
            TestFourBits stored = TestFourBits.random("w", 16, 32, 16, random);

            assertThat(device.load(stored, WeightUse.TABLE).toFloats()).containsExactly(stored.values());
        }
    }

    /** The bf16 device, which this processor may not have, multiplies such weights in f32 too. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void theyAreMultipliedInF32InEveryPrecision(Precision precision) {
        int rows = 5;
        int inner = 1024;
        int columns = 264;
        TestFourBits stored = TestFourBits.random("w", columns, inner, 128, random);
        try (Device device = Devices.open("cpu:f32");
                Dnnl dnnl = new Dnnl();
                Team team = new Team(dnnl, 2);
                NativeMemory memory = new NativeMemory(0);
                CpuTensor in = (CpuTensor) device.allocate(DType.F32, MemoryTag.ACTIVATIONS, rows, inner);
                CpuTensor out = (CpuTensor) device.allocate(DType.F32, MemoryTag.ACTIVATIONS, rows, columns)) {
            float[] values = new float[rows * inner];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            in.write(values);
            WeightPacking packing = new WeightPacking(dnnl, team, precision);
            List<LinearWeight.Part> plan = packing.plan(stored);
            long at = memory.take(WeightPacking.bytes(plan)).address();
            LinearWeight weight = new LinearWeight(columns, inner, packing.pack(stored, plan, at), () -> {});

            new DnnlLinear(dnnl, team, precision).run(out, in, weight, null, DnnlLinear.End.STORE);

            double[] expected = PlainOps.linear(values, stored.values(), rows, inner, columns);
            float[] actual = out.toFloats();
            for (int i = 0; i < actual.length; i++) {
                assertThat((double) actual[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-5));
            }
        }
    }

    @Test
    void oneShapeIsMultipliedBothWaysOnOneDevice() {
        try (Device device = Devices.open("cpu:f32");
                Tensor in = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 1, 64);
                Tensor out = device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 1, 16)) {
            TestFourBits stored = TestFourBits.random("w", 16, 64, 16, random);
            Tensor packed = device.load(stored, WeightUse.LINEAR);
            Tensor unpacked = device.load(TestWeight.f32("u", 16, 64, stored.values()), WeightUse.LINEAR);
            Tensor otherGroups = device.load(TestFourBits.random("w", 16, 64, 32, random), WeightUse.LINEAR);
            float[] ones = new float[64];
            java.util.Arrays.fill(ones, 1);
            in.write(ones);
            double[] expected = PlainOps.linear(ones, stored.values(), 1, 64, 16);

            for (Tensor weight : new Tensor[] {packed, otherGroups, unpacked, packed}) {
                device.ops().linear(out, in, weight);
                if (weight != otherGroups) {
                    for (int i = 0; i < 16; i++) {
                        assertThat((double) out.toFloats()[i])
                                .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void rowsThatDoNotFitTheirGroupsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FourBitRows(100, 16, new byte[100], new byte[6], new float[6]))
                .withMessageContainingAll("100 columns", "groups of 16");
    }
}
