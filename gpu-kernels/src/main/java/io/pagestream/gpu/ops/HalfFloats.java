package io.pagestream.gpu.ops;

/** The 16-bit floats on the host. */
final class HalfFloats {

    private HalfFloats() {}

    /** Rounds to the nearest, ties to even; a NaN stays one. */
    static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    static float ofBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** IEEE 754 binary16. */
    static float ofF16(short bits) {
        int exponent = bits >>> 10 & 31;
        int fraction = bits & 0x3ff;
        int sign = bits >>> 15 & 1;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat((exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13);
        }
        return sign == 0 ? magnitude : -magnitude;
    }
}
