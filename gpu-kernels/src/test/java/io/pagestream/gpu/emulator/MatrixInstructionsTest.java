package io.pagestream.gpu.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** mma.sync, ldmatrix and the 8-bit conversions against plain loops. Whole numbers are exact in each format and order. */
@RequiresEmulator
class MatrixInstructionsTest {

    private static EmulatedCard card;
    private static CUmodule module;

    @BeforeAll
    static void compile() {
        card = new EmulatedCard();
        module = card.load("matrix.cu");
    }

    @AfterAll
    static void close() {
        card.close();
    }

    /** exponent and fraction bits of the element; 0 exponent bits: an integer of 8 bits. */
    @ParameterizedTest
    @CsvSource({
        "bf16_k16, 16, 8, 7",
        "f16_k16, 16, 5, 10",
        "tf32_k8, 8, 8, 23",
        "e4m3_k32, 32, 4, 3",
        "e5m2_k32, 32, 5, 2",
        "s8_k32, 32, 0, 7",
        "bf16_k8, 8, 8, 7",
        "f16_k8, 8, 5, 10",
        "tf32_k4, 4, 8, 23"
    })
    void aProductOfAWarpEqualsThreeLoops(String kernel, int k, int exponent, int fraction) {
        Random random = new Random(7);
        int[] a = random.ints(16 * k, -8, 9).toArray();
        int[] b = random.ints(8 * k, -8, 9).toArray();
        int[] c = random.ints(16 * 8, -100, 101).toArray();
        boolean integers = exponent == 0;
        CUdeviceptr start = integers ? card.upload(c) : card.upload(floats(c));
        CUdeviceptr d = card.allocate(4L * c.length);

        EmulatedCard.check(card.launch(
                EmulatedCard.function(module, kernel),
                1,
                32,
                0,
                d,
                card.upload(encoded(a, exponent, fraction)),
                card.upload(encoded(b, exponent, fraction)),
                start));

        int[] expected = new int[c.length];
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 8; column++) {
                int sum = c[row * 8 + column];
                for (int i = 0; i < k; i++) {
                    sum += a[row * k + i] * b[column * k + i];
                }
                expected[row * 8 + column] = sum;
            }
        }
        if (integers) {
            assertThat(EmulatedCard.ints(d, c.length)).isEqualTo(expected);
        } else {
            assertThat(EmulatedCard.floats(d, c.length)).isEqualTo(floats(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({"load, false", "load_transposed, true"})
    void matricesAreSpreadOverTheLanes(String kernel, boolean transposed) {
        short[] elements = new short[4 * 64];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (short) (1000 + i);
        }
        CUdeviceptr out = card.allocate(4L * 128);

        EmulatedCard.check(card.launch(EmulatedCard.function(module, kernel), 1, 32, 0, out, card.upload(elements)));

        int[] found = EmulatedCard.ints(out, 128);
        for (int matrix = 0; matrix < 4; matrix++) {
            for (int lane = 0; lane < 32; lane++) {
                int low = elementOf(elements, matrix, lane / 4, lane % 4 * 2, transposed);
                int high = elementOf(elements, matrix, lane / 4, lane % 4 * 2 + 1, transposed);
                assertThat(found[matrix * 32 + lane]).isEqualTo(low | high << 16);
            }
        }
    }

    private static int elementOf(short[] elements, int matrix, int row, int column, boolean transposed) {
        return elements[matrix * 64 + (transposed ? column * 8 + row : row * 8 + column)];
    }

    @Test
    void eachCodeOfEightBitsComesBackAndHasItsValue() {
        short[] codes = new short[128];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (2 * i | 2 * i + 1 << 8);
        }
        CUdeviceptr out = card.allocate(2L * codes.length);
        CUdeviceptr values = card.allocate(8L * codes.length);

        EmulatedCard.check(card.launch(
                EmulatedCard.function(module, "e4m3_round_trip"), 1, 128, 0, out, values, card.upload(codes)));

        // 0x7f and 0xff are NaN and come back as 0x7f.
        codes[127] = (short) (0xfe | 0x7f << 8);
        assertThat(EmulatedCard.shorts(out, codes.length)).isEqualTo(codes);
        float[] found = EmulatedCard.floats(values, 256);
        for (int code = 0; code < 256; code++) {
            int exponent = code >> 3 & 15;
            int fraction = code & 7;
            double size = exponent == 0 ? Math.scalb(fraction, -9) : Math.scalb(8.0 + fraction, exponent - 10);
            float expected = (code & 0x7f) == 0x7f ? Float.NaN : (float) (code > 127 ? -size : size);
            assertThat(found[code]).isEqualTo(Float.valueOf(expected)); // boxed: NaN equals NaN
        }
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    /** Small whole numbers as floats of the given format; what is cut off the f32 is zero. */
    private static byte[] encoded(int[] values, int exponent, int fraction) {
        int bytes = (1 + exponent + fraction) / 8;
        ByteBuffer out = ByteBuffer.allocate(bytes * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            int code = exponent == 0 ? value : floatBits(value, exponent, fraction);
            for (int i = 0; i < bytes; i++) {
                out.put((byte) (code >> 8 * i));
            }
        }
        return out.array();
    }

    private static int floatBits(int value, int exponent, int fraction) {
        if (value == 0) {
            return 0;
        }
        int bits = Float.floatToRawIntBits(Math.abs(value));
        int biased = (bits >>> 23) - 127 + (1 << exponent - 1) - 1;
        int sign = value < 0 ? 1 << exponent + fraction : 0;
        return sign | biased << fraction | (bits & 0x7fffff) >> 23 - fraction;
    }
}
