package io.pagestream.models.weights;

import io.pagestream.compute.DType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor of a safetensors file.
 *
 * @param storedType as the file calls it
 * @param shape as the file gives it
 * @param offset of its first byte in the file
 * @param bytes how many
 */
record FileTensor(String name, String storedType, List<Long> shape, long offset, long bytes, SafetensorsFile file)
        implements NamedTensor {

    /** Whether it can be a weight: of a readable type, with elements, and none of its sides beyond an int. */
    boolean isReadable() {
        return List.of("F32", "F16", "BF16").contains(storedType)
                && bytes > 0
                && bytes / type().bytes() / rows() <= Integer.MAX_VALUE;
    }

    @Override
    public int elements() {
        return (int) Math.min(Integer.MAX_VALUE, bytes / type().bytes());
    }

    @Override
    public DType type() {
        return DType.valueOf(storedType);
    }

    @Override
    public int rows() {
        return shape.size() < 2 ? 1 : Math.toIntExact(shape.get(0));
    }

    @Override
    public int columns() {
        return Math.toIntExact(bytes / type().bytes() / rows());
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        if (first < 0 || count < 1 || first > rows() - count) {
            throw new IllegalArgumentException(
                    name + " has " + rows() + " rows; " + count + " from " + first + " were asked for");
        }
        long rowBytes = bytes / rows();
        return file.map(offset + first * rowBytes, count * rowBytes);
    }
}
