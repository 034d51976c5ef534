package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** As a program: {@code CrossingCost FILE [ROUNDS]} prints what a page costs here and in a process of its own. */
final class CrossingCost {

    private CrossingCost() {}

    public static void main(String[] args) throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(args[0]));
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        ProcessOptions options = new ProcessOptions(RenderRule.DEFAULT, DecodeLimits.DEFAULT, 1L << 30, 1);
        long start = System.nanoTime();
        try (IsolatedDecoder decoder = IsolatedDecoder.lease(options);
                PageCursor here = DocumentDecoder.open(bytes, options.rule(), options.limits())) {
            System.out.printf("first child up after %.0f ms%n", (System.nanoTime() - start) / 1e6);
            start = System.nanoTime();
            PageCursor there = decoder.open(bytes, "");
            System.out.printf("first document open after %.0f ms%n", (System.nanoTime() - start) / 1e6);
            double[] mineAll = new double[rounds];
            double[] itsAll = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                mineAll[i] = millis(here);
                itsAll[i] = millis(there);
            }
            double mine = median(mineAll);
            double its = median(itsAll);
            System.out.printf(
                    "%d bytes of pixels: here %.1f ms, in a process %.1f ms, difference %.1f ms%n",
                    here.page(0).pixels().length, mine, its, its - mine);
        }
    }

    private static double millis(PageCursor cursor) throws DecodeException {
        long start = System.nanoTime();
        cursor.page(0);
        return (System.nanoTime() - start) / 1e6;
    }

    /** Of the second half: the first warms both up. */
    private static double median(double[] all) {
        double[] half = Arrays.copyOfRange(all, all.length / 2, all.length);
        Arrays.sort(half);
        return half[half.length / 2];
    }
}
