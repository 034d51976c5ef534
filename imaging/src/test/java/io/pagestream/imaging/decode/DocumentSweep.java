package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Decodes every file that the {@code manifest.tsv} of a folder names, and compares what happened with what it expects.
 *
 * <p>As a program: {@code DocumentSweep FOLDER [DOCUMENTS_AT_A_TIME]} prints a line for each file, slowest last, and the largest
 * memory that the process has had.
 */
final class DocumentSweep {

    /**
     * A line of the manifest.
     *
     * @param path within the folder
     * @param pages empty when the manifest does not say
     * @param expected ok, password-needed, corrupt-must-fail or either
     * @param password empty when there is none
     */
    record Entry(String path, Optional<Integer> pages, String expected, String password) {}

    /**
     * What became of a file.
     *
     * @param reason of the failure; empty when all pages were decoded
     * @param complaint empty when it is what the manifest expects
     */
    record Outcome(Entry entry, int pages, Optional<Reason> reason, String detail, String complaint, long millis) {

        String line() {
            return String.format(
                    "%7d ms  %-17s %-17s %3d pages  %s  %s%s",
                    millis,
                    entry.expected(),
                    reason.map(Enum::name).orElse("decoded"),
                    pages,
                    entry.path(),
                    detail,
                    complaint.isEmpty() ? "" : "  *** " + complaint);
        }
    }

    private final Path folder;

    DocumentSweep(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        List<Outcome> outcomes =
                new DocumentSweep(Path.of(args[0])).run(args.length > 1 ? Integer.parseInt(args[1]) : 1);
        outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::millis))
                .map(Outcome::line)
                .forEach(System.out::println);
        System.out.printf("%d files in %.1f s%n", outcomes.size(), (System.nanoTime() - start) / 1e9);
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .forEach(System.out::println);
        System.exit(outcomes.stream().allMatch(outcome -> outcome.complaint().isEmpty()) ? 0 : 1);
    }

    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve("manifest.tsv"), StandardCharsets.UTF_8);
        List<String> header = List.of(lines.get(0).split("\t", -1));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            String pages = cells[header.indexOf("pages")];
            String password = cells[header.indexOf("password")];
            entries.add(new Entry(
                    cells[header.indexOf("path")],
                    pages.equals("-") ? Optional.empty() : Optional.of(Integer.valueOf(pages)),
                    cells[header.indexOf("expected")],
                    password.equals("-") ? "" : password.split(" \\(", 2)[0]));
        }
        return entries;
    }

    List<Outcome> run(int atATime) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Entry entry : entries()) {
                running.add(threads.submit(() -> decode(entry)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : running) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome decode(Entry entry) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(entry.path()));
        long start = System.nanoTime();
        Outcome outcome = decode(entry, bytes, "");
        if (entry.expected().equals("password-needed")) {
            Outcome opened = decode(entry, bytes, entry.password());
            boolean right = outcome.reason().equals(Optional.of(Reason.PASSWORD_NEEDED))
                    && opened.reason().isEmpty();
            outcome = new Outcome(
                    entry,
                    opened.pages(),
                    outcome.reason(),
                    opened.detail(),
                    right ? "" : "with its password: " + opened.reason() + " " + opened.detail(),
                    0);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Outcome(entry, outcome.pages(), outcome.reason(), outcome.detail(), outcome.complaint(), millis);
    }

    private static Outcome decode(Entry entry, byte[] bytes, String password) {
        int pages = 0;
        try (PageCursor cursor = DocumentDecoder.open(bytes, password, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            StringBuilder sizes = new StringBuilder(cursor.renderer());
            for (; pages < cursor.pageCount(); pages++) {
                var image = cursor.page(pages);
                if (pages < 3) {
                    sizes.append(' ').append(image.width()).append('x').append(image.height());
                }
            }
            boolean wrong = entry.expected().equals("corrupt-must-fail");
            return new Outcome(entry, pages, Optional.empty(), sizes.toString(), wrong ? "was decoded" : "", 0);
        } catch (DecodeException e) {
            boolean wrong = entry.expected().equals("ok");
            return new Outcome(entry, pages, Optional.of(e.reason()), e.getMessage(), wrong ? "must decode" : "", 0);
        }
    }
}
