package io.pagestream.formats;

import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Not a test: how many pages of a file of results each format writes in a second of one thread's CPU time, into memory.
 *
 * <pre>
 * ./mvnw -q -pl formats -am test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/cp
 * java -cp "formats/target/test-classes:formats/target/classes:$(cat formats/target/cp)" \
 *     io.pagestream.formats.FormatsTrial results/results.jsonl
 * </pre>
 */
public final class FormatsTrial {

    private FormatsTrial() {}

    /** @param args results as JSON Lines whose documents are local files, and how many rounds; the first half warms up */
    public static void main(String[] args) throws IOException, UnwritableException {
        List<OcrResult> results = new ArrayList<>();
        Map<OcrResult, byte[]> documents = new HashMap<>();
        int pages = 0;
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (JsonLines.parse(line) instanceof OcrResult result) {
                results.add(result);
                documents.put(
                        result,
                        Files.readAllBytes(Path.of(URI.create(result.getSource().getUri()))));
                pages += result.getPages().size();
            }
        }
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        System.out.println(results.size() + " documents, " + pages + " pages");
        for (Format format : Format.values()) {
            long[] nanos = new long[rounds];
            long bytes = 0;
            for (int round = 0; round < rounds; round++) {
                bytes = 0;
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                for (OcrResult result : results) {
                    for (FormatFile file : format.write(result, () -> documents.get(result))) {
                        bytes += file.content().length;
                    }
                }
                nanos[round] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            }
            long[] warm = Arrays.copyOfRange(nanos, rounds / 2, rounds);
            Arrays.sort(warm);
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %8.0f pages for each second of CPU, %7.1f KB a page%n",
                    format.title(),
                    pages * 1e9 / warm[warm.length / 2],
                    bytes / 1024.0 / pages);
        }
    }
}
