package io.pagestream.imaging.decode.jpeg2000;

import java.util.Arrays;

/** The adaptive binary arithmetic decoder of Annex C. */
final class MqDecoder {

    /** Contexts of a code block: 9 for significance, 5 for signs, 3 for refinement, run length, uniform. */
    static final int RUN_LENGTH = 17;

    static final int UNIFORM = 18;
    private static final int CONTEXTS = 19;

    /** Table C.2: probability of the less probable symbol, next state after each symbol, whether the symbols change places. */
    private static final int[] QE = {
        0x5601, 0x3401, 0x1801, 0x0ac1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1c01, 0x1601,
        0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1c01, 0x1801, 0x1601, 0x1401,
        0x1201, 0x1101, 0x0ac1, 0x09c1, 0x08a1, 0x0521, 0x0441, 0x02a1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025,
        0x0015, 0x0009, 0x0005, 0x0001, 0x5601
    };

    private static final int[] NEXT_MORE = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46
    };

    private static final int[] NEXT_LESS = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46
    };

    private final int[] state = new int[CONTEXTS];
    private final int[] moreProbable = new int[CONTEXTS];
    private byte[] data = {};
    private int at;
    private int end;
    private int code;
    private int interval;
    private int bits;

    /** Puts all contexts back to where a code block begins. */
    void resetContexts() {
        Arrays.fill(state, 0);
        Arrays.fill(moreProbable, 0);
        state[0] = 4;
        state[RUN_LENGTH] = 3;
        state[UNIFORM] = 46;
    }

    /** Begins with a new segment of bytes; contexts stay. */
    void start(byte[] bytes, int from, int to) {
        data = bytes;
        at = from;
        end = to;
        code = byteAt(at) << 16;
        readByte();
        code <<= 7;
        bits -= 7;
        interval = 0x8000;
    }

    int decode(int context) {
        int index = state[context];
        int qe = QE[index];
        int symbol = moreProbable[context];
        interval -= qe;
        boolean less;
        if (code >>> 16 < qe) {
            less = interval >= qe;
            interval = qe;
        } else {
            code -= qe << 16;
            if ((interval & 0x8000) != 0) {
                return symbol;
            }
            less = interval < qe;
        }
        if (less) {
            symbol = 1 - symbol;
            if (index == 0 || index == 6 || index == 14) {
                moreProbable[context] = symbol;
            }
            state[context] = NEXT_LESS[index];
        } else {
            state[context] = NEXT_MORE[index];
        }
        renormalise();
        return symbol;
    }

    private void renormalise() {
        do {
            if (bits == 0) {
                readByte();
            }
            interval <<= 1;
            code <<= 1;
            bits--;
        } while ((interval & 0x8000) == 0);
    }

    private void readByte() {
        if (byteAt(at) == 0xff) {
            if (byteAt(at + 1) > 0x8f) {
                code += 0xff00;
                bits = 8;
            } else {
                at++;
                code += byteAt(at) << 9;
                bits = 7;
            }
        } else {
            at++;
            code += byteAt(at) << 8;
            bits = 8;
        }
    }

    /** After the end come ones, as the standard has it. */
    private int byteAt(int index) {
        return index < end ? data[index] & 0xff : 0xff;
    }
}
