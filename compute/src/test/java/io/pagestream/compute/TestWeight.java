package io.pagestream.compute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A stored tensor made of values that a test chose. */
public final class TestWeight implements StoredTensor {

    private final String name;
    private final DType type;
    private final int rows;
    private final int columns;
    private final ByteBuffer bytes;

    private TestWeight(String name, DType type, int rows, int columns, ByteBuffer bytes) {
        this.name = name;
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.bytes = bytes;
    }

    public static TestWeight f32(String name, int rows, int columns, float... values) {
        ByteBuffer bytes = little(4 * values.length);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return new TestWeight(name, DType.F32, rows, columns, bytes);
    }

    /** The upper halves of the values: {@link #rounded} says what is left of them. */
    public static TestWeight bf16(String name, int rows, int columns, float... values) {
        ByteBuffer bytes = little(2 * values.length);
        for (float value : values) {
            bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
        return new TestWeight(name, DType.BF16, rows, columns, bytes);
    }

    /** The values as 16-bit patterns of IEEE 754 binary16. */
    public static TestWeight f16(String name, int rows, int columns, short... bits) {
        ByteBuffer bytes = little(2 * bits.length);
        for (short value : bits) {
            bytes.putShort(value);
        }
        return new TestWeight(name, DType.F16, rows, columns, bytes);
    }

    /** Values cut to the upper half of their bits, which BF16 holds exactly. */
    public static float[] rounded(float... values) {
        float[] cut = values.clone();
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Float.intBitsToFloat(Float.floatToRawIntBits(cut[i]) & 0xffff0000);
        }
        return cut;
    }

    private static ByteBuffer little(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DType type() {
        return type;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        int rowBytes = columns * type.bytes();
        return bytes.slice(first * rowBytes, count * rowBytes)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
