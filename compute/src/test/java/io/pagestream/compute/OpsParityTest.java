package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic that every device must agree on with {@link PlainOps}. Subclasses only bring the device. */
public abstract class OpsParityTest extends DeviceTest {

    private static final float EPS = 1e-6f;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 64, 48",
        "2, 7, 5",
        "3, 896, 130",
        "8, 256, 1024",
        "17, 65, 63",
        "32, 128, 128",
        "33, 100, 77",
        "70, 588, 96",
        "257, 48, 80",
        "1025, 32, 33"
    })
    void linearIsAProductWithTheTransposedWeight(int rows, int inner, int columns) {
        for (boolean view : new boolean[] {false, true}) {
            Tensor in = random(rows, inner, view);
            float[] weights = weights(columns, inner);
            Tensor weight = own(device.load(TestWeight.f32("w", columns, inner, weights), WeightUse.LINEAR));
            float[] bias = randomFloats(columns);
            double[] expected = PlainOps.linear(in.toFloats(), weights, rows, inner, columns);

            Tensor out = random(rows, columns, view);
            ops.linear(out, in, weight);
            assertNear(out.toFloats(), expected);

            float[] before = randomFloats(rows * columns);
            out.write(before);
            before = out.toFloats();
            ops.linearInto(out, in, weight);
            assertNear(out.toFloats(), plus(expected, before));

            ops.linearBias(out, in, weight, vector(bias));
            assertNear(out.toFloats(), plus(expected, repeated(bias, rows)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1024, 32",
        "1, 1025, 50",
        "8, 2048, 64",
        "33, 4864, 50",
        "70, 3072, 16",
        "1, 4096, 151",
        "130, 1500, 96"
    })
    void longRowsOfAShortTypeAreMultipliedAsWellAsShortOnes(int rows, int inner, int columns) {
        Tensor in = random(rows, inner, false);
        float[] values = halves(weights(columns, inner));
        double[] expected = PlainOps.linear(in.toFloats(), values, rows, inner, columns);
        float[] bias = randomFloats(columns);
        for (StoredTensor stored :
                new StoredTensor[] {TestWeight.bf16("w", columns, inner, values), half("w", columns, inner, values)}) {
            Tensor weight = own(device.load(stored, WeightUse.LINEAR));
            Tensor out = random(rows, columns, true);

            ops.linear(out, in, weight);
            assertNear(out.toFloats(), expected);
            ops.linearBias(out, in, weight, vector(bias));
            assertNear(out.toFloats(), plus(expected, repeated(bias, rows)));
            float[] before = out.toFloats();
            ops.linearInto(out, in, weight);
            assertNear(out.toFloats(), plus(expected, before));
        }
    }

    /** Values that bf16 and f16 both hold exactly. */
    private static float[] halves(float... values) {
        float[] halves = TestWeight.rounded(values);
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Math.abs(halves[i]) < 0x1p-14f ? 0 : halves[i];
        }
        return halves;
    }

    private static StoredTensor half(String name, int rows, int columns, float... halves) {
        short[] bits = new short[halves.length];
        for (int i = 0; i < bits.length; i++) {
            int f32 = Float.floatToRawIntBits(halves[i]);
            int magnitude = halves[i] == 0 ? 0 : (f32 & 0x7fffffff) - (112 << 23) >> 13;
            bits[i] = (short) (f32 >>> 16 & 0x8000 | magnitude);
        }
        return TestWeight.f16(name, rows, columns, bits);
    }

    @Test
    void aWeightIsReadInEachStoredType() {
        float[] values = TestWeight.rounded(weights(6, 16));
        Tensor in = random(3, 16, false);
        double[] expected = PlainOps.linear(in.toFloats(), values, 3, 16, 6);
        short[] half = {0x3c00, (short) 0xc000, 0x0001, (short) 0x8000, 0x3555, 0x7bff};
        float[] halfValues = {1, -2, 0x1p-24f, -0f, 0.333251953125f, 65504};

        Tensor out = random(3, 6, false);
        ops.linear(out, in, own(device.load(TestWeight.bf16("w", 6, 16, values), WeightUse.LINEAR)));
        assertNear(out.toFloats(), expected);
        assertThat(own(device.load(TestWeight.bf16("v", 6, 16, values), WeightUse.VECTOR))
                        .toFloats())
                .containsExactly(values);
        assertThat(own(device.load(TestWeight.f16("v", 2, 3, half), WeightUse.VECTOR))
                        .toFloats())
                .containsExactly(halfValues);
        assertThat(own(device.load(TestWeight.f16("t", 2, 3, half), WeightUse.TABLE))
                        .toFloats())
                .containsExactly(halfValues);
        Tensor one = filled(1, 6, false, 1, 1, 1, 0, 1, 0.5f);
        Tensor sum = random(1, 1, false);
        ops.linear(sum, one, own(device.load(TestWeight.f16("w", 1, 6, half), WeightUse.LINEAR)));
        assertNear(sum.toFloats(), 1 - 2 + 0x1p-24 + 0.333251953125 + 32752);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 127, 896, 1024, 4097})
    void normsScaleEachRow(int columns) {
        for (boolean view : new boolean[] {false, true}) {
            Tensor in = random(5, columns, view);
            Tensor out = random(5, columns, view);
            float[] weight = randomFloats(columns);
            float[] bias = randomFloats(columns);
            float[] values = in.toFloats();
            double[] rms = PlainOps.rmsNorm(values, weight, columns, EPS);
            double[] layer = PlainOps.layerNorm(values, weight, bias, columns, EPS);

            ops.rmsNorm(out, in, vector(weight), EPS);
            assertNear(out.toFloats(), rms);
            ops.layerNorm(out, in, vector(weight), vector(bias), EPS);
            assertNear(out.toFloats(), layer);
            ops.layerNorm(in, in, vector(weight), vector(bias), EPS);
            assertNear(in.toFloats(), layer);
            in.write(values);
            ops.rmsNorm(in, in, vector(weight), EPS);
            assertNear(in.toFloats(), rms);
        }
    }

    @Test
    void layerNormIsExactFarFromZero() {
        float[] values = randomFloats(512);
        for (int i = 0; i < values.length; i++) {
            values[i] = 1000 + values[i];
        }
        Tensor in = filled(1, 512, false, values);
        float[] ones = new float[512];
        Arrays.fill(ones, 1);
        double[] expected = PlainOps.layerNorm(in.toFloats(), ones, new float[512], 512, EPS);

        ops.layerNorm(in, in, vector(ones), vector(new float[512]), EPS);

        assertNear(in.toFloats(), expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 7", "9, 64", "33, 1025"})
    void residualsAdd(int rows, int columns) {
        for (boolean view : new boolean[] {false, true}) {
            Tensor inOut = random(rows, columns, view);
            Tensor in = random(rows, columns, view);
            float[] scale = randomFloats(columns);
            double[] expected = plus(widened(inOut.toFloats()), in.toFloats());
            ops.add(inOut, in);
            assertNear(inOut.toFloats(), expected);

            float[] sum = inOut.toFloats();
            float[] more = in.toFloats();
            double[] scaled = new double[sum.length];
            for (int i = 0; i < sum.length; i++) {
                scaled[i] = sum[i] + (double) more[i] * scale[i % columns];
            }
            ops.addScaled(inOut, in, vector(scale));
            assertNear(inOut.toFloats(), scaled);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 12, 14})
    void aTableOfRowsIsAddedAgainAndAgain(int tableRows) {
        for (boolean view : new boolean[] {false, true}) {
            float[] table = randomFloats(tableRows * 33);
            Tensor inOut = random(12, 33, view);
            float[] before = inOut.toFloats();
            double[] expected = new double[before.length];
            for (int i = 0; i < before.length; i++) {
                expected[i] = before[i] + (double) table[i / 33 % tableRows * 33 + i % 33];
            }

            ops.addRows(inOut, own(device.load(TestWeight.f32("p", tableRows, 33, table), WeightUse.VECTOR)));

            assertNear(inOut.toFloats(), expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 7", "5, 64", "9, 1027"})
    void activationsFollowTheirCurves(int rows, int columns) {
        for (boolean view : new boolean[] {false, true}) {
            float[] values = randomFloats(rows * columns);
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1 + i % 12;
            }
            Tensor in = filled(rows, columns, view, values);
            Tensor up = random(rows, columns, view);
            Tensor out = random(rows, columns, view);
            float[] x = in.toFloats();
            float[] y = up.toFloats();

            ops.siluTimes(out, in, up);
            assertNear(out.toFloats(), mapped(x, i -> PlainOps.silu(x[i]) * y[i]));
            ops.gelu(in);
            assertNear(in.toFloats(), mapped(x, i -> PlainOps.gelu(x[i])));
            in.write(values);
            ops.quickGelu(in);
            assertNear(in.toFloats(), mapped(x, i -> PlainOps.quickGelu(x[i])));
        }
    }

    @Test
    void activationsOfLargeAndSmallNumbersAreFinite() {
        float[] extremes = {-1e30f, -200, -90, -20, -6, -1e-20f, 0, 1e-20f, 6, 20, 90, 200, 1e18f};
        float[] ones = new float[extremes.length];
        Arrays.fill(ones, 1);
        Tensor in = filled(1, extremes.length, false, extremes);
        Tensor up = filled(1, extremes.length, false, ones);
        Tensor out = random(1, extremes.length, false);
        float[] x = in.toFloats();

        ops.siluTimes(out, in, up);
        assertNear(out.toFloats(), mapped(x, i -> PlainOps.silu(x[i])));
        ops.gelu(in);
        assertNear(in.toFloats(), mapped(x, i -> PlainOps.gelu(x[i])));
        in.write(extremes);
        ops.quickGelu(in);
        assertNear(in.toFloats(), mapped(x, i -> PlainOps.quickGelu(x[i])));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "3, 2, 6", "5, 14, 64", "2, 3, 128"})
    void rotationTurnsTheHalvesOfEachHead(int rows, int heads, int side) {
        for (boolean view : new boolean[] {false, true}) {
            Tensor inOut = random(rows, heads * side, view);
            float[] angles = randomFloats(rows * side);
            Tensor cosSin = own(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, rows, side));
            cosSin.write(angles);
            double[] expected = PlainOps.rotate(inOut.toFloats(), heads, side, angles);

            ops.rotate(inOut, heads, cosSin);

            assertNear(inOut.toFloats(), expected);
        }
    }

    @Test
    void aShapeThatDoesNotFitIsRefusedByNameAndShapes() {
        Tensor in = random(3, 4, false);
        Tensor weight = own(device.load(TestWeight.f32("w", 5, 6, new float[30]), WeightUse.LINEAR));

        assertThatThrownBy(() -> ops.linear(in, in, weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("linear", "[3, 4]", "[5, 6]");
        assertThatThrownBy(() -> ops.add(in, random(4, 4, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("add", "[3, 4]", "[4, 4]");
        assertThatThrownBy(() -> ops.gatherRows(in, in, ints(0, 1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("gatherRows", "3");
        assertThatThrownBy(() -> in.rowRange(2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedTensorGivesItsBytesBackOnce() {
        long before = device.liveBytes().get(MemoryTag.ENCODED_IMAGES);
        Tensor tensor = device.allocate(device.activations(), MemoryTag.ENCODED_IMAGES, 10, 100);
        assertThat(device.liveBytes().get(MemoryTag.ENCODED_IMAGES)).isGreaterThanOrEqualTo(before + 2000);

        tensor.rowRange(0, 1).close();
        tensor.close();
        tensor.close();

        assertThat(device.liveBytes().get(MemoryTag.ENCODED_IMAGES)).isEqualTo(before);
    }

    private float[] weights(int rows, int columns) {
        float[] values = randomFloats(rows * columns);
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) Math.sqrt(columns);
        }
        return values;
    }

    private static double[] plus(double[] left, float... right) {
        double[] sum = left.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right[i];
        }
        return sum;
    }

    private static double[] widened(float... values) {
        return mapped(values, i -> values[i]);
    }

    private static double[] mapped(float[] values, java.util.function.IntToDoubleFunction at) {
        double[] out = new double[values.length];
        Arrays.setAll(out, at);
        return out;
    }

    private static float[] repeated(float[] row, int times) {
        float[] all = new float[row.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = row[i % row.length];
        }
        return all;
    }
}
