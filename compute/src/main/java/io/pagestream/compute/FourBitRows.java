package io.pagestream.compute;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Rows of a matrix in four bits: {@code weight[row][column] = (code - zero) * scale}, zero and scale being those of the
 * column's group. With scales of 16 bits the weight is exact in F32. The arrays are not copied: nobody writes to them.
 *
 * @param columns of the matrix
 * @param group neighbouring columns that share a zero and a scale; divides {@code columns}
 * @param codes [rows, columns], from 0 to 15
 * @param zeros [rows, columns / group], from 0 to 15
 * @param scales [rows, columns / group]
 */
public record FourBitRows(int columns, int group, byte[] codes, byte[] zeros, float[] scales) {

    public FourBitRows {
        boolean divides = columns > 0 && group > 0 && columns % group == 0;
        if (!divides
                || codes.length % columns != 0
                || zeros.length != codes.length / group
                || scales.length != zeros.length) {
            throw new IllegalArgumentException("rows of " + columns + " columns in groups of " + group
                    + " need as many codes as elements and a zero and a scale for each group, got " + codes.length
                    + " codes, " + zeros.length + " zeros and " + scales.length + " scales");
        }
    }

    /** How many there are. */
    public int rows() {
        return codes.length / columns;
    }

    /** One element. */
    public float value(int row, int column) {
        int ofGroup = row * (columns / group) + column / group;
        return (codes[row * columns + column] - zeros[ofGroup]) * scales[ofGroup];
    }

    /** One below the other; {@code parts} are of the same columns and group. */
    public static FourBitRows joined(List<FourBitRows> parts) {
        FourBitRows first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        int codes = parts.stream().mapToInt(part -> part.codes.length).sum();
        ByteBuffer allCodes = ByteBuffer.allocate(codes);
        ByteBuffer allZeros = ByteBuffer.allocate(codes / first.group);
        float[] allScales = new float[codes / first.group];
        for (FourBitRows part : parts) {
            if (part.columns != first.columns || part.group != first.group) {
                throw new IllegalArgumentException("rows of " + part.columns + " columns in groups of " + part.group
                        + " cannot lie below rows of " + first.columns + " columns in groups of " + first.group);
            }
            System.arraycopy(part.scales, 0, allScales, allZeros.position(), part.scales.length);
            allCodes.put(part.codes);
            allZeros.put(part.zeros);
        }
        return new FourBitRows(first.columns, first.group, allCodes.array(), allZeros.array(), allScales);
    }
}
