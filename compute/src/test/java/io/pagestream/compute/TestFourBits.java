package io.pagestream.compute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** A stored matrix in four bits with random codes, zeros and scales. */
public final class TestFourBits implements StoredTensor {

    private final String name;
    private final FourBitRows all;

    private TestFourBits(String name, FourBitRows all) {
        this.name = name;
        this.all = all;
    }

    public static TestFourBits of(String name, FourBitRows all) {
        return new TestFourBits(name, all);
    }

    /** Scales such that a product with values near 1 has values near 1. */
    public static TestFourBits random(String name, int rows, int columns, int group, Random random) {
        byte[] codes = nibbles(rows * columns, random);
        byte[] zeros = nibbles(rows * (columns / group), random);
        float[] scales = new float[zeros.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) ((0.5 + random.nextDouble()) / (7 * Math.sqrt(columns)));
        }
        return new TestFourBits(name, new FourBitRows(columns, group, codes, zeros, scales));
    }

    private static byte[] nibbles(int count, Random random) {
        byte[] nibbles = new byte[count];
        random.nextBytes(nibbles);
        for (int i = 0; i < count; i++) {
            nibbles[i] &= 15;
        }
        return nibbles;
    }

    /** All elements, unpacked. */
    public float[] values() {
        float[] values = new float[all.codes().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.value(i / columns(), i % columns());
        }
        return values;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DType type() {
        return DType.F32;
    }

    @Override
    public int rows() {
        return all.rows();
    }

    @Override
    public int columns() {
        return all.columns();
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count * columns()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values(), first * columns(), count * columns());
        return bytes;
    }

    @Override
    public Optional<FourBits> fourBits() {
        return Optional.of(new FourBits() {
            @Override
            public int group() {
                return all.group();
            }

            @Override
            public FourBitRows rows(int first, int count) {
                int groups = columns() / all.group();
                int end = first + count;
                return new FourBitRows(
                        columns(),
                        all.group(),
                        Arrays.copyOfRange(all.codes(), first * columns(), end * columns()),
                        Arrays.copyOfRange(all.zeros(), first * groups, end * groups),
                        Arrays.copyOfRange(all.scales(), first * groups, end * groups));
            }
        });
    }
}
