package io.pagestream.gpu.ops;

import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Launcher;

/** Launches kernels whose grid is (rows, pieces of a row), and says how large a piece may be. */
final class RowGrid {

    private static final int WARP = 32;
    private static final int MOST_THREADS = 256;
    private static final int WIDE = 8;
    private static final int VECTOR_BYTES = 16;
    private static final int[] PIECES = {16, 4, 2};

    private RowGrid() {}

    /** Elements for each thread: 8 when all operands can be read in pieces of 16 bytes, else 1. */
    static int width(int columns, CudaTensor... operands) {
        if (columns % WIDE != 0) {
            return 1;
        }
        for (CudaTensor operand : operands) {
            if (!isAligned(operand)) {
                return 1;
            }
        }
        return WIDE;
    }

    /** Whether every row begins at a multiple of 16 bytes. */
    static boolean isAligned(CudaTensor operand) {
        return (operand.address() | (operand.rows > 1 ? operand.strideBytes() : 0)) % VECTOR_BYTES == 0;
    }

    /** Bytes for each thread of a kernel that moves bits: the most that all addresses and {@code bytes} are multiples of. */
    static int piece(int bytes, CudaTensor... operands) {
        long all = bytes;
        for (CudaTensor operand : operands) {
            all |= operand.address() | (operand.rows > 1 ? operand.strideBytes() : 0);
        }
        for (int piece : PIECES) {
            if (all % piece == 0) {
                return piece;
            }
        }
        return 1;
    }

    /** One thread for each piece of a row; {@code size} columns or bytes, {@code piece} of them for each thread. */
    static void launch(Launcher launcher, Kernel kernel, int rows, int size, int piece) {
        int pieces = (size + piece - 1) / piece;
        int threads = Math.min(MOST_THREADS, wholeWarps(pieces));
        launcher.launch(kernel, rows, (pieces + threads - 1) / threads, 1, threads, 0);
    }

    /** One block for each row. */
    static void launchRows(Launcher launcher, Kernel kernel, int rows, int columns, int width, int mostThreads) {
        int threads = Math.min(mostThreads, wholeWarps((columns + width - 1) / width));
        launcher.launch(kernel, rows, 1, 1, threads, 0);
    }

    static int wholeWarps(int threads) {
        return (threads + WARP - 1) / WARP * WARP;
    }
}
