package io.pagestream.compute;

/**
 * What a stored matrix in four bits consists of, for devices that keep it so; all others read its F32 rows. Thread-safe
 * and immutable, as the {@link StoredTensor} that gives it.
 */
public interface FourBits {

    /** Neighbouring columns of a row that share a zero and a scale; divides the number of columns. */
    int group();

    /** {@code count} rows from {@code first}, in the order of {@link StoredTensor#rows(int, int)}. */
    FourBitRows rows(int first, int count);
}
