package io.pagestream.compute;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A tensor as it lies in a file, or one composed of several such: the source of a weight. Thread-safe and immutable.
 *
 * <p>A shape of more than two dimensions counts as a matrix of its first dimension by the product of the others; a
 * vector as one row.
 */
public interface StoredTensor {

    /** The name in the file, for messages. */
    String name();

    /** F32, F16 or BF16. */
    DType type();

    int rows();

    int columns();

    /**
     * The bytes of {@code count} rows from {@code first}, little-endian, row-major; at most 2 GiB. The buffer may be a
     * view of a mapped file: nobody writes to it, and it is read before the file is closed.
     */
    ByteBuffer rows(int first, int count);

    /** The same rows in four bits, where the tensor is stored so; {@link #rows(int, int)} are these, unpacked. */
    default Optional<FourBits> fourBits() {
        return Optional.empty();
    }
}
