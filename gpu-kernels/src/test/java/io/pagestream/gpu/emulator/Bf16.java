package io.pagestream.gpu.emulator;

/** bf16 in Java: the upper half of an f32. */
final class Bf16 {

    private Bf16() {}

    static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** To nearest, ties to even; for numbers, not for NaN. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
