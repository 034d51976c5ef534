package io.pagestream.compute;

/**
 * A matrix on a device. Owned by whoever allocated it; belongs to the thread that drives the device.
 *
 * <p>Views share memory with the tensor that they were taken from, must not outlive it, and need no closing.
 */
public interface Tensor extends AutoCloseable {

    DType type();

    int rows();

    int columns();

    /** A view of {@code count} whole rows. */
    Tensor rowRange(int first, int count);

    /** A view of {@code count} columns of every row; all operations accept such a view. */
    Tensor columnRange(int first, int count);

    /** Fills an F32 tensor (on a device that computes in a shorter type: rounds). {@code values} is row-major. */
    void write(float[] values);

    /** Fills an I32 tensor. */
    void write(int[] values);

    /** Fills a U8 tensor from {@code values} at {@code offset}. */
    void write(byte[] values, int offset);

    /** A copy on the host, widened to float; waits for the device. */
    float[] toFloats();

    /** A copy on the host of an I32 tensor; waits for the device. */
    int[] toInts();

    /** Gives the memory back; a second time, or on a view, does nothing. */
    @Override
    void close();
}
