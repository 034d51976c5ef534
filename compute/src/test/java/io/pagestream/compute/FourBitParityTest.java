package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products with weights in four bits, whether a device keeps them so or unpacks them: equal to those of the unpacked
 * weights. Subclasses only bring the device.
 */
public abstract class FourBitParityTest extends DeviceTest {

    @ParameterizedTest
    @CsvSource({
        "1, 16, 8, 16",
        "3, 48, 16, 16",
        "5, 64, 24, 64",
        "7, 96, 40, 32",
        "2, 128, 99, 128",
        "4, 640, 102, 128",
        "17, 896, 1152, 128",
        "31, 1024, 64, 128",
        "33, 1152, 136, 128",
        "1, 2048, 520, 64",
        "64, 2048, 72, 128",
        "8, 4096, 256, 128",
        "70, 4864, 48, 64",
        "2, 8192, 104, 128",
        "1, 14336, 128, 128",
        "37, 14336, 24, 128",
        "70, 14336, 32, 64"
    })
    void aProductIsThatOfTheUnpackedWeight(int rows, int inner, int columns, int group) {
        TestFourBits stored = TestFourBits.random("w", columns, inner, group, random);
        float[] bias = randomFloats(columns);
        for (boolean view : new boolean[] {false, true}) {
            Tensor in = random(rows, inner, view);
            double[] expected = PlainOps.linear(in.toFloats(), stored.values(), rows, inner, columns);
            Tensor weight = own(device.load(stored, WeightUse.LINEAR));

            Tensor out = random(rows, columns, view);
            ops.linear(out, in, weight);
            assertNear(out.toFloats(), expected);

            float[] before = out.toFloats();
            ops.linearInto(out, in, weight);
            assertNear(out.toFloats(), plus(expected, before));

            ops.linearBias(out, in, weight, vector(bias));
            assertNear(out.toFloats(), plus(expected, bias));
        }
    }

    @Test
    void everyNumberOfRowsIsMultipliedAsWell() {
        int most = 70;
        int inner = 4096;
        int columns = 104;
        TestFourBits stored = TestFourBits.random("w", columns, inner, 128, random);
        Tensor weight = own(device.load(stored, WeightUse.LINEAR));
        Tensor in = random(most, inner, false);
        Tensor out = random(most, columns, false);
        double[] expected = PlainOps.linear(in.toFloats(), stored.values(), most, inner, columns);

        for (int rows = 1; rows <= most; rows++) {
            Tensor some = out.rowRange(most - rows, rows);
            ops.linear(some, in.rowRange(0, rows), weight);

            assertNear(some.toFloats(), Arrays.copyOf(expected, rows * columns));
        }
    }

    @Test
    void zerosAndCodesAtTheirEndsAreRead() {
        byte[] codes = new byte[8 * 16];
        byte[] zeros = new byte[8];
        float[] scales = new float[8];
        for (int row = 0; row < 8; row++) {
            Arrays.fill(codes, row * 16, row * 16 + 16, (byte) (row % 2 == 0 ? 15 : 0));
            zeros[row] = (byte) (row % 4 < 2 ? 0 : 15);
            scales[row] = 1 << row;
        }
        TestFourBits stored = TestFourBits.of("w", new FourBitRows(16, 16, codes, zeros, scales));
        Tensor in = filled(1, 16, false, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Tensor out = random(1, 8, false);

        ops.linear(out, in, own(device.load(stored, WeightUse.LINEAR)));

        assertThat(out.toFloats()).containsExactly(240, 0, 0, -1920, 3840, 0, 0, -30720);
    }

    /** {@code repeated} as often as rows of the product need it. */
    private static double[] plus(double[] left, float... repeated) {
        double[] sum = left.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += repeated[i % repeated.length];
        }
        return sum;
    }
}
