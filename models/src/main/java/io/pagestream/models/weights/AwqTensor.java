package io.pagestream.models.weights;

import io.pagestream.compute.DType;
import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.FourBits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A matrix in four bits, as AutoAWQ's "gemm" version packs it (awq/utils/packing_utils.py), read as float32: {@code
 * weight[o][i] = (q[i][o] - zero[i / group][o]) * scale[i / group][o]}, which is exact in float32. Thread-safe.
 *
 * <p>Eight neighbouring output channels share an int; their nibbles lie in another order than the channels.
 */
final class AwqTensor implements NamedTensor {

    /** Channel 8 c + i lies in nibble NIBBLE[i] of an int. */
    private static final int[] NIBBLE = {0, 4, 1, 5, 2, 6, 3, 7};

    private static final int PER_INT = 8;

    /** Input channels that are unpacked together, so that what is read is still in the cache for the next output. */
    private static final int STRIP = 64;

    private final String name;
    private final int outputs;
    private final int inputs;
    private final int group;
    private final IntBuffer packed; // [inputs, outputs / 8]
    private final IntBuffer zeros; // [inputs / group, outputs / 8]
    private final float[] scales; // [inputs / group, outputs]

    private AwqTensor(
            String name, int outputs, int inputs, int group, FileTensor packed, FileTensor zeros, float[] scales) {
        this.name = name;
        this.outputs = outputs;
        this.inputs = inputs;
        this.group = group;
        this.packed = ints(packed);
        this.zeros = ints(zeros);
        this.scales = scales;
    }

    /**
     * @param name of the matrix, as it would be called if it were not quantised
     * @throws IllegalArgumentException when the three tensors do not fit together
     */
    static AwqTensor of(String name, FileTensor packed, FileTensor zeros, FileTensor scales) {
        boolean matrices = packed.shape().size() == 2
                && zeros.shape().size() == 2
                && scales.shape().size() == 2
                && packed.storedType().equals("I32")
                && zeros.storedType().equals("I32")
                && List.of("F16", "BF16", "F32").contains(scales.storedType());
        if (!matrices) {
            throw wrong(name, packed, zeros, scales);
        }
        long inputs = packed.shape().get(0);
        long groups = scales.shape().get(0);
        long outputs = scales.shape().get(1);
        boolean fit = inputs > 0
                && groups > 0
                && outputs > 0
                && inputs % groups == 0
                && packed.shape().get(1) * PER_INT == outputs
                && zeros.shape().equals(List.of(groups, outputs / PER_INT));
        if (!fit) {
            throw wrong(name, packed, zeros, scales);
        }
        return new AwqTensor(
                name, (int) outputs, (int) inputs, (int) (inputs / groups), packed, zeros, StoredFloats.of(scales));
    }

    private static IllegalArgumentException wrong(String name, FileTensor... parts) {
        StringBuilder found = new StringBuilder();
        for (FileTensor part : parts) {
            found.append(found.isEmpty() ? "" : ", ")
                    .append(part.name())
                    .append(' ')
                    .append(part.storedType())
                    .append(' ')
                    .append(part.shape());
        }
        return new IllegalArgumentException("the 4-bit matrix '" + name + "' in "
                + parts[0].file().file()
                + " should be qweight I32 [in, out / 8], qzeros I32 [in / group, out / 8] and scales [in / group, out],"
                + " but is " + found + "; take a checkpoint that AutoAWQ or lmdeploy wrote in the version gemm");
    }

    private static IntBuffer ints(FileTensor tensor) {
        return tensor.file().map(tensor.offset(), tensor.bytes()).asIntBuffer();
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
    public List<Long> shape() {
        return List.of((long) outputs, (long) inputs);
    }

    @Override
    public int rows() {
        return outputs;
    }

    @Override
    public int columns() {
        return inputs;
    }

    @Override
    public int elements() {
        return (int) Math.min(Integer.MAX_VALUE, (long) outputs * inputs);
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        FourBitRows unpacked = unpacked(first, count);
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.toIntExact(4L * count * inputs)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < count; row++) {
            for (int input = 0; input < inputs; input++) {
                bytes.putFloat(unpacked.value(row, input));
            }
        }
        return bytes.flip();
    }

    @Override
    public Optional<FourBits> fourBits() {
        return Optional.of(new FourBits() {
            @Override
            public int group() {
                return group;
            }

            @Override
            public FourBitRows rows(int first, int count) {
                return unpacked(first, count);
            }
        });
    }

    private FourBitRows unpacked(int first, int count) {
        if (first < 0 || count < 1 || first > outputs - count) {
            throw new IllegalArgumentException(
                    name + " has " + outputs + " rows; " + count + " from " + first + " were asked for");
        }
        int groups = inputs / group;
        float[] ofRows = new float[count * groups];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < groups; i++) {
                ofRows[row * groups + i] = scales[i * outputs + first + row];
            }
        }
        byte[] codes = nibbles(packed, inputs, first, count);
        return new FourBitRows(inputs, group, codes, nibbles(zeros, groups, first, count), ofRows);
    }

    /** [count, height], from [height, outputs / 8] ints. */
    private byte[] nibbles(IntBuffer ints, int height, int first, int count) {
        byte[] nibbles = new byte[Math.multiplyExact(count, height)];
        int words = outputs / PER_INT;
        for (int from = 0; from < height; from += STRIP) {
            int to = Math.min(height, from + STRIP);
            for (int output = first; output < first + count; output++) {
                int shift = 4 * NIBBLE[output % PER_INT];
                int row = (output - first) * height;
                for (int i = from; i < to; i++) {
                    nibbles[row + i] = (byte) (ints.get(i * words + output / PER_INT) >>> shift & 15);
                }
            }
        }
        return nibbles;
    }
}
