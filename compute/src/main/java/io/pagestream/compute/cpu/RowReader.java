package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Reads rows of a tensor of any float type as floats. Any thread, while the tensor lives. */
interface RowReader {

    /** Copies one row to {@code into} from {@code offset}. */
    void read(int row, float[] into, int offset);

    static RowReader of(CpuTensor tensor) {
        int stride = tensor.stride;
        int columns = tensor.columns;
        if (tensor.type == DType.F32) {
            FloatBuffer floats = tensor.floats();
            return (row, into, offset) -> floats.get(row * stride, into, offset, columns);
        }
        Shapes.require(tensor.type == DType.BF16 || tensor.type == DType.F16, "read", "a float tensor", tensor);
        ShortBuffer shorts = tensor.bytes().asShortBuffer();
        boolean bf16 = tensor.type == DType.BF16;
        return (row, into, offset) -> {
            for (int column = 0; column < columns; column++) {
                short bits = shorts.get(row * stride + column);
                into[offset + column] = bf16 ? HalfFloats.fromBf16(bits) : HalfFloats.fromF16(bits);
            }
        };
    }
}
