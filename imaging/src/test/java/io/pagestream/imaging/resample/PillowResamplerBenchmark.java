package io.pagestream.imaging.resample;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.tile.DynamicTiler;
import io.pagestream.imaging.tile.TilingRule;
import java.util.Arrays;
import java.util.Random;

/** A program, no test: how long a page of A4 at 200 dpi takes to become tiles. */
final class PillowResamplerBenchmark {

    private static final int ROUNDS = 40;

    private PillowResamplerBenchmark() {}

    public static void main(String[] args) {
        byte[] pixels = new byte[1653 * 2338 * 3];
        new Random(1).nextBytes(pixels);
        RgbImage page = new RgbImage(1653, 2338, pixels);
        DynamicTiler tiler = new DynamicTiler(new TilingRule(448, 1, 12, true));
        time("1653x2338 to 896x1344", () -> PillowResampler.resize(page, 896, 1344, Filter.BICUBIC));
        time("1653x2338 to 448x448", () -> PillowResampler.resize(page, 448, 448, Filter.BICUBIC));
        time("seven tiles and their fingerprint", () -> tiler.tile(page));
    }

    private static void time(String what, Runnable work) {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf("%-34s median %.1f ms, best %.1f ms%n", what, nanos[ROUNDS / 2] / 1e6, nanos[0] / 1e6);
    }
}
