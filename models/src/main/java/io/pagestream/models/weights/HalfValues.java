package io.pagestream.models.weights;

import java.nio.ByteBuffer;

/** The elements of a small stored tensor as floats, widened exactly. */
final class HalfValues {

    private HalfValues() {}

    /** @param tensor F16, BF16 or F32 */
    static float[] of(FileTensor tensor) {
        ByteBuffer bytes = tensor.rows(0, tensor.rows());
        float[] values = new float[tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.type()) {
                case F16 -> half(bytes.getShort(2 * i));
                case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
                default -> bytes.getFloat(4 * i);
            };
        }
        return values;
    }

    /** IEEE 754 binary16; Java has a method for it from version 20 on. */
    static float half(short bits) {
        int exponent = bits >>> 10 & 31;
        int fraction = bits & 1023;
        float magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        };
        return bits < 0 ? -magnitude : magnitude;
    }
}
