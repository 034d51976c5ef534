package io.pagestream.imaging.decode.jpeg2000;

/**
 * How a component of a tile is coded: markers COD and COC.
 *
 * @param levels of the wavelet transform
 * @param blockWidthBits binary logarithm of the width of a code block
 * @param blockHeightBits binary logarithm of its height
 * @param blockStyle flags of Table A.19
 * @param reversible 5-3 transform on integers, else 9-7 on reals
 * @param precincts for each resolution the logarithms of width (low four bits) and height (high four bits)
 */
record CodingStyle(
        int levels, int blockWidthBits, int blockHeightBits, int blockStyle, boolean reversible, int[] precincts) {

    static final int BYPASS = 1;
    static final int RESET = 2;
    static final int TERMINATE_ALL = 4;
    static final int VERTICALLY_CAUSAL = 8;
    static final int SEGMENT_SYMBOLS = 32;

    boolean has(int flag) {
        return (blockStyle & flag) != 0;
    }
}
