package io.pagestream.models.weights;

import io.pagestream.compute.StoredTensor;
import java.nio.ByteBuffer;

/** The elements of a stored tensor as floats, for the few small ones that are computed with before they are loaded. */
final class StoredFloats {

    private StoredFloats() {}

    static float[] of(StoredTensor tensor) {
        float[] values = new float[Math.multiplyExact(tensor.rows(), tensor.columns())];
        ByteBuffer bytes = tensor.rows(0, tensor.rows());
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.type()) {
                case F32 -> bytes.getFloat(4 * i);
                case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
                case F16 -> ofHalf(bytes.getShort(2 * i));
                case I32, U8 -> throw new IllegalArgumentException(tensor.name() + " is not a tensor of floats");
            };
        }
        return values;
    }

    /** IEEE 754: one sign bit, five of the exponent, ten of the fraction. */
    static float ofHalf(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float size = exponent == 0
                ? fraction * 0x1p-24f
                : Float.intBitsToFloat((exponent == 0x1f ? 0xff : exponent + 112) << 23 | fraction << 13);
        return half < 0 ? -size : size;
    }
}
