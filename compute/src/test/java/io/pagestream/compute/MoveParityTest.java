package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Moving rows, images and answers: what every device must agree on with a plain loop. Subclasses only bring the device.
 */
public abstract class MoveParityTest extends DeviceTest {

    @Test
    void rowsAreGatheredFromEachTypeOfTable() {
        float[] table = TestWeight.rounded(randomFloats(10 * 19));
        short[] half = {0x3c00, (short) 0xc000, 0x3555};
        for (boolean view : new boolean[] {false, true}) {
            Tensor out = random(3, 19, view);
            Tensor activations = filled(10, 19, view, table);
            for (Tensor source : new Tensor[] {
                own(device.load(TestWeight.bf16("t", 10, 19, table), WeightUse.TABLE)),
                own(device.load(TestWeight.f32("t", 10, 19, table), WeightUse.TABLE)),
                activations
            }) {
                ops.gatherRows(out, source, ints(7, 0, 7));
                double[] expected = new double[3 * 19];
                for (int i = 0; i < 19; i++) {
                    expected[i] = expected[38 + i] = table[7 * 19 + i];
                    expected[19 + i] = table[i];
                }
                assertNear(out.toFloats(), expected);
            }
        }
        Tensor one = random(1, 1, false);
        ops.gatherRows(one, own(device.load(TestWeight.f16("t", 3, 1, half), WeightUse.TABLE)), ints(1));
        assertNear(one.toFloats(), -2);
    }

    @Test
    void rowsAreScatteredAndAddedWhereTheIndicesSay() {
        for (boolean view : new boolean[] {false, true}) {
            Tensor out = random(6, 21, view);
            Tensor in = random(2, 21, view);
            double[] expected = widened(out.toFloats());
            float[] rows = in.toFloats();
            for (int i = 0; i < 21; i++) {
                expected[5 * 21 + i] = rows[i];
                expected[2 * 21 + i] = rows[21 + i];
            }
            ops.scatterRows(out, in, ints(5, 2));
            assertNear(out.toFloats(), expected);

            double[] sums = widened(out.toFloats());
            for (int i = 0; i < 21; i++) {
                sums[i] += rows[i];
                sums[4 * 21 + i] += rows[21 + i];
            }
            ops.scatterAddRows(out, in, ints(0, 4));
            assertNear(out.toFloats(), sums);
        }
    }

    @Test
    void aCopyOfAViewIsEqual() {
        Tensor in = random(5, 23, true);
        Tensor out = random(5, 23, true);

        ops.copy(out, in);

        assertThat(out.toFloats()).containsExactly(in.toFloats());
    }

    @Test
    void aCopyToAShorterTypeRoundsToTheNearest() {
        float[] values = {1, -1, 1.00390625f, 1.01171875f, 3.0e38f, Float.NEGATIVE_INFINITY};
        Tensor in = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 2, 3));
        in.write(values);
        Tensor half = own(device.allocate(DType.BF16, MemoryTag.ACTIVATIONS, 2, 3));
        Tensor back = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 2, 3));

        ops.copy(half, in);
        ops.copy(back, half);

        float[] expected = {1, -1, 1, 1.015625f, Float.intBitsToFloat(0x7f620000), Float.NEGATIVE_INFINITY};
        assertThat(half.toFloats()).containsExactly(expected);
        assertThat(back.toFloats()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 2", "2, 28, 14", "3, 42, 14"})
    void patchesAreNormalisedChannelByChannel(int tiles, int side, int patch) {
        byte[] pixels = new byte[tiles * side * side * 3 + 5];
        random.nextBytes(pixels);
        Tensor tensor = own(device.allocate(DType.U8, MemoryTag.ACTIVATIONS, tiles, side * side * 3));
        tensor.write(pixels, 5);
        int grid = side / patch;
        float[] mean = {0.485f, 0.456f, 0.406f};
        float[] deviation = {0.229f, 0.224f, 0.225f};
        double[] expected = new double[tiles * side * side * 3];
        for (int i = 0; i < expected.length; i++) {
            int row = i / (3 * patch * patch);
            int channel = i / (patch * patch) % 3;
            int y = row / grid % grid * patch + i / patch % patch;
            int x = row % grid * patch + i % patch;
            int value = pixels[5 + (row / (grid * grid) * side * side + y * side + x) * 3 + channel] & 0xff;
            expected[i] = (value / 255.0 - mean[channel]) / deviation[channel];
        }
        Tensor out = random(tiles * grid * grid, 3 * patch * patch, false);

        ops.patches(out, tensor, side, patch, mean, deviation);

        assertNear(out.toFloats(), expected);
    }

    @Test
    void patchesOfPixelsThatWereNeverRoundedAreThoseOfBytesWhereTheyAreWhole() {
        int side = 12;
        byte[] pixels = new byte[2 * side * side * 3];
        random.nextBytes(pixels);
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i] = pixels[i] & 0xff;
        }
        Tensor bytes = own(device.allocate(DType.U8, MemoryTag.ACTIVATIONS, 2, side * side * 3));
        bytes.write(pixels, 0);
        Tensor floats = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 2, side * side * 3));
        floats.write(values);
        float[] mean = {0.485f, 0.456f, 0.406f};
        float[] deviation = {0.229f, 0.224f, 0.225f};
        Tensor expected = random(2 * 9, 3 * 16, false);
        Tensor out = random(2 * 9, 3 * 16, false);
        ops.patches(expected, bytes, side, 4, mean, deviation);

        ops.patches(out, floats, side, 4, mean, deviation);
        assertThat(out.toFloats()).containsExactly(expected.toFloats());

        floats.write(new float[values.length]);
        ops.patches(out, floats, side, 4, new float[3], new float[] {0.5f, 0.5f, 0.5f});
        assertThat(out.toFloats()).containsOnly(0f);
    }

    @Test
    void pixelShuffleMergesFourNeighbours() {
        int grid = 4;
        int columns = 5;
        for (int skip = 0; skip < 2; skip++) {
            Tensor in = random(2 * (skip + 16), columns, true);
            Tensor out = random(2 * 4, 4 * columns, true);
            float[] values = in.toFloats();
            double[] expected = new double[8 * 4 * columns];
            for (int i = 0; i < expected.length; i++) {
                int row = i / (4 * columns);
                int part = i / columns % 4;
                int y = row % 4 / 2 * 2 + part / 2;
                int x = row % 2 * 2 + part % 2;
                expected[i] = values[((row / 4) * (skip + 16) + skip + y * grid + x) * columns + i % columns];
            }

            ops.pixelShuffle(out, in, grid, skip);

            assertNear(out.toFloats(), expected);
        }
    }

    @Test
    void argmaxTakesTheFirstAmongEquals() {
        Tensor logits = filled(3, 5, true, 1, 3, 2, 3, 0, -5, -9, -5, -7, -6, 0, 0, 0, 0, 1);
        Tensor out = ints(9, 9, 9);

        ops.argmax(out, logits);

        assertThat(out.toInts()).containsExactly(1, 0, 4);
    }

    @Test
    void logProbabilitiesSumOverTheWholeRow() {
        Tensor logits = random(4, 3001, true);
        float[] values = logits.toFloats();
        int[] ids = {0, 3000, 17, 1500};
        Tensor out = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 1, 4));

        ops.logProbabilities(out, logits, ints(ids));

        double[] expected = new double[4];
        for (int row = 0; row < 4; row++) {
            expected[row] = PlainOps.logProbability(values, row * 3001, 3001, ids[row]);
        }
        assertNear(out.toFloats(), expected);
    }

    @Test
    void aRowWithOneThatIsNoNumberHasNoProbabilities() {
        for (int rows : new int[] {4, 1}) {
            for (int broken = 0; broken < 3; broken++) {
                float[] values = randomFloats(rows * 301);
                values[11] = Float.NEGATIVE_INFINITY; // masked, which is no fault
                float[] sound = values.clone();
                values[(rows - 1) * 301 + 200 + broken] = broken == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
                if (broken == 2) {
                    Arrays.fill(values, (rows - 1) * 301, rows * 301, Float.NaN);
                }
                Tensor out = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, 1, rows));

                ops.logProbabilities(out, filled(rows, 301, false, values), ints(new int[rows]));

                float[] actual = out.toFloats();
                assertThat(actual[rows - 1])
                        .as("kind %d of %d rows", broken, rows)
                        .isNaN();
                for (int row = 0; row < rows - 1; row++) {
                    assertThat((double) actual[row])
                            .isCloseTo(PlainOps.logProbability(sound, row * 301, 301, 0), within(1e-2));
                }
            }
        }
    }

    @Test
    void aRepeatedTokenIsPenalizedOnceAndAForbiddenOneNeverChosen() {
        Tensor logits = filled(2, 40, true, new float[80]);
        float[] values = randomFloats(80);
        values[42] = 2;
        values[43] = -2;
        logits.write(values);
        double[] expected = widened(logits.toFloats());
        expected[42] /= 1.25;
        expected[43] *= 1.25;

        ops.penalizeRepeats(logits, 1, ints(2, 3, 2, 3, 3), 1.25f);
        assertNear(logits.toFloats(), expected);
        ops.maskTokens(logits, 1, ints(1 << 31 | 1, 2));
        float[] masked = logits.toFloats();
        for (int i = 0; i < 80; i++) {
            boolean allowed = i < 40 || i == 40 || i == 71 || i == 73;
            assertThat(masked[i] == Float.NEGATIVE_INFINITY)
                    .as("column %d is masked", i)
                    .isEqualTo(!allowed);
        }
    }

    @Test
    void aMaskRulesOutTheTokensWhoseBitIsNotSetAndTouchesNoOtherRow() {
        int columns = 5 * 32 + 7;
        int[] bits = {0, -1, 0x5A5A0FF0, 1 << 31, 0, 0b1000001};
        float[] values = randomFloats(3 * columns);
        Tensor logits = filled(3, columns, true, values);
        float[] expected = logits.toFloats();
        for (int id = 0; id < columns; id++) {
            boolean allowed = (bits[id / 32] >>> id % 32 & 1) != 0;
            expected[columns + id] = allowed ? expected[columns + id] : Float.NEGATIVE_INFINITY;
        }

        ops.maskTokens(logits, 1, ints(bits));
        assertThat(logits.toFloats()).isEqualTo(expected);
    }

    private static double[] widened(float... values) {
        double[] out = new double[values.length];
        Arrays.setAll(out, i -> values[i]);
        return out;
    }
}
