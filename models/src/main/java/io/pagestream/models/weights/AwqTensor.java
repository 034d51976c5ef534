package io.pagestream.models.weights;

import io.pagestream.compute.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;

/**
 * A matrix in four bits, as AutoAWQ's "gemm" version packs it (awq/utils/packing_utils.py), read as float32: {@code
 * weight[o][i] = (q[i][o] - zero[i / group][o]) * scale[i / group][o]}, which is exact in float32. Thread-safe.
 *
 * <p>Eight neighbouring output channels share an int; their nibbles lie in another order than the channels.
 */
final class AwqTensor implements NamedTensor {

    /** Nibble i of an int belongs to channel 8 c + ORDER[i]. */
    private static final int[] ORDER = {0, 2, 4, 6, 1, 3, 5, 7};

    private static final int PER_INT = 8;

    /** Input channels that are unpacked together, so that what is written lies side by side. */
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
                name, (int) outputs, (int) inputs, (int) (inputs / groups), packed, zeros, HalfValues.of(scales));
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
        if (first < 0 || count < 1 || first > outputs - count) {
            throw new IllegalArgumentException(
                    name + " has " + outputs + " rows; " + count + " from " + first + " were asked for");
        }
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.toIntExact(4L * count * inputs)).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < inputs; from += STRIP) {
            for (int word = first / PER_INT; word * PER_INT < first + count; word++) {
                unpack(bytes, first, count, word, from, Math.min(inputs, from + STRIP));
            }
        }
        return bytes;
    }

    /** The eight channels of a word, for the inputs from {@code from} to {@code to}. */
    private void unpack(ByteBuffer bytes, int first, int count, int word, int from, int to) {
        int words = outputs / PER_INT;
        for (int nibble = 0; nibble < PER_INT; nibble++) {
            int output = word * PER_INT + ORDER[nibble];
            if (output < first || output >= first + count) {
                continue;
            }
            int shift = 4 * nibble;
            for (int input = from; input < to; input++) {
                int q = packed.get(input * words + word) >>> shift & 15;
                int zero = zeros.get(input / group * words + word) >>> shift & 15;
                float value = (q - zero) * scales[input / group * outputs + output];
                bytes.putFloat(4 * ((output - first) * inputs + input), value);
            }
        }
    }
}
