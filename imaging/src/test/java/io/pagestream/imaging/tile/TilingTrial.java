package io.pagestream.imaging.tile;

import io.pagestream.imaging.pixels.RgbImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Not a test: tiles a page whenever a line comes in, and says how long that took, in nanoseconds of this thread's CPU time and of
 * the clock, and which bytes came out. {@code docs/benchmarks/scripts/tiling.py} asks it and Pillow in turn.
 */
final class TilingTrial {

    private TilingTrial() {}

    /** @param args file of RGB bytes, its width and height, the side of a tile */
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        RgbImage page = new RgbImage(
                Integer.parseInt(args[1]), Integer.parseInt(args[2]), Files.readAllBytes(Path.of(args[0])));
        int side = Integer.parseInt(args[3]);
        DynamicTiler tiler = new DynamicTiler(new TilingRule(side, 1, 12, true));
        TileGrid grid = tiler.grid(page);
        System.out.println(grid.columns() + " " + grid.rows());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (lines.readLine() != null) {
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long clock = System.nanoTime();
            byte[] tiles = tiler.pixels(page);
            long clockEnd = System.nanoTime();
            long cpuEnd = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(tiles));
            System.out.println((cpuEnd - cpu) + " " + (clockEnd - clock) + " " + hash);
        }
    }
}
