package io.pagestream.compute.cpu;

/** The two 16-bit float formats. Widening to float is exact. */
final class HalfFloats {

    private static final int F16_EXPONENT_BIAS = 15;
    private static final int F16_FRACTION_BITS = 10;

    private HalfFloats() {}

    /** bfloat16: the upper half of a float. */
    static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest bfloat16, the even one of two equally near. */
    static short toBf16(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16); // rounding up could turn it into an infinity
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** IEEE 754 binary16. */
    static float fromF16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >>> F16_FRACTION_BITS & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | exponent - F16_EXPONENT_BIAS + 127 << 23 | fraction << 13);
    }
}
