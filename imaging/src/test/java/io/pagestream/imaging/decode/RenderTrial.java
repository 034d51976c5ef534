package io.pagestream.imaging.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Not a test: for each line, the path of a PDF, opens it and makes pixels of its pages, and says how many they were and how long it
 * took in nanoseconds of CPU time (of the whole process) and of the clock. {@code docs/benchmarks/scripts/rendering.py} asks it
 * and pdftoppm in turn.
 */
final class RenderTrial {

    private RenderTrial() {}

    /** @param args dots per inch, and at most how many pages of a document */
    public static void main(String[] args) throws IOException {
        RenderRule rule = new RenderRule(Integer.parseInt(args[0]), 20_000, RenderRule.Orientation.UPRIGHT);
        int most = Integer.parseInt(args[1]);
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long cpu = process.getProcessCpuTime();
            long clock = System.nanoTime();
            int pages = pages(Path.of(line), rule, most);
            long clockEnd = System.nanoTime();
            System.out.println(pages + " " + (process.getProcessCpuTime() - cpu) + " " + (clockEnd - clock));
        }
    }

    private static int pages(Path file, RenderRule rule, int most) throws IOException {
        int pages = 0;
        try (PageCursor cursor = DocumentDecoder.open(Files.readAllBytes(file), rule, DecodeLimits.DEFAULT)) {
            for (; pages < Math.min(most, cursor.pageCount()); pages++) {
                cursor.page(pages);
            }
            return pages;
        } catch (DecodeException e) {
            return -1;
        }
    }
}
