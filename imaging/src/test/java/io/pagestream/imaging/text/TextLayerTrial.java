package io.pagestream.imaging.text;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Not a test: holds the text layers of a folder of PDFs against {@code pdftotext} of poppler, which must be on the PATH.
 *
 * <pre>
 * ./mvnw -q -pl imaging test-compile org.codehaus.mojo:exec-maven-plugin:3.5.0:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.pagestream.imaging.text.TextLayerTrial -Dexec.args="FOLDER 6"
 * </pre>
 *
 * <p>Compared are the pages whose verdict is good, in lines as they stand on the page, with {@code pdftotext -cropbox} in each of its
 * three orders (its own, {@code -layout}, {@code -raw}); a page counts with the nearest. Both sides: NFKC, no hyphens at ends
 * of lines (pdftotext takes them away in one order and leaves them in two), no invisible marks (pdftotext adds those of
 * direction). Errors are Levenshtein's distance, the rate is all errors over all characters of the references: once without
 * white space, once with one space for each run. A page that pdftotext has no text of has no reference; such pages are counted
 * and named. Where it writes U+FFFD, it does not know the character, and any is right.
 *
 * <p>pdftotext also writes what nobody sees: words outside of the page, below a picture, in the colour of the paper, in fields
 * that are switched off. A layer leaves them out. Pages with such letters are part of the first figure and not of the second.
 */
public final class TextLayerTrial {

    private static final char UNKNOWN = '\uFFFD';
    private static final String[][] ORDERS = {{}, {"-layout"}, {"-raw"}};

    private final Path file;
    private final Sums sums;

    private TextLayerTrial(Path file, Sums sums) {
        this.file = file;
        this.sums = sums;
    }

    /** Over all pages. */
    private static final class Sums {
        private final List<String> rows = new ArrayList<>();
        private int good;
        private int doubtful;
        private int none;
        private int unreferenced;
        private int seen;
        private long seenCharacters;
        private long seenErrors;
        private long characters;
        private long errors;
        private long unordered;
        private long spacedCharacters;
        private long spacedErrors;
        private int exact;
        private int withinOnePercent;
    }

    /**
     * @param args folder of PDFs, how many pages of each, from the first, are looked at, and perhaps a number of rounds: then
     *     nothing is compared, and said is how many pages become Markdown in a second of CPU time, of all threads
     */
    public static void main(String[] args) throws IOException {
        int pages = args.length > 1 ? Integer.parseInt(args[1]) : 6;
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
            files = all.filter(each -> each.toString().endsWith(".pdf"))
                    .sorted()
                    .toList();
        }
        if (args.length > 2) {
            speed(files, pages, Integer.parseInt(args[2]));
        } else {
            compare(files, pages);
        }
    }

    private static void speed(List<Path> files, int most, int rounds) throws IOException {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 1; round <= rounds; round++) {
            int pages = 0;
            int good = 0;
            long cpu = process.getProcessCpuTime();
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
                    for (int page = 0; page < Math.min(most, cursor.pageCount()); page++, pages++) {
                        Optional<TextLayer> layer = cursor.textLayer(page)
                                .filter(each -> TextVerdict.of(each).kind() == TextVerdict.Kind.GOOD);
                        good += layer.isPresent()
                                        && !PageLayout.of(layer.get())
                                                .markdown()
                                                .isEmpty()
                                ? 1
                                : 0;
                    }
                } catch (DecodeException e) {
                    // Refused: the other figure names it.
                }
            }
            double seconds = (process.getProcessCpuTime() - cpu) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d pages, %d of them laid out, %.0f pages for each second of CPU%n",
                    round,
                    pages,
                    good,
                    pages / seconds);
        }
    }

    private static void compare(List<Path> files, int pages) throws IOException {
        Sums sums = new Sums();
        for (Path file : files) {
            new TextLayerTrial(file, sums).run(pages);
        }
        sums.rows.stream().sorted(Comparator.reverseOrder()).forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%d good pages, %d doubtful, %d without text; of the good ones %d have no reference%n"
                        + "%d characters: %.2f %% errors; %.2f %% without regard to order; with spaces %.2f %%%n"
                        + "pages without an error %d, with at most 1 %% %d%n"
                        + "%d pages all of whose text is to be seen, %d characters: %.2f %% errors%n",
                sums.good,
                sums.doubtful,
                sums.none,
                sums.unreferenced,
                sums.characters,
                100.0 * sums.errors / sums.characters,
                100.0 * sums.unordered / sums.characters,
                100.0 * sums.spacedErrors / sums.spacedCharacters,
                sums.exact,
                sums.withinOnePercent,
                sums.seen,
                sums.seenCharacters,
                100.0 * sums.seenErrors / sums.seenCharacters);
    }

    private void run(int most) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            for (int page = 0; page < Math.min(most, cursor.pageCount()); page++) {
                Optional<TextLayer> layer = cursor.textLayer(page);
                TextVerdict.Kind kind =
                        layer.map(each -> TextVerdict.of(each).kind()).orElse(TextVerdict.Kind.NONE);
                sums.doubtful += kind == TextVerdict.Kind.DOUBTFUL ? 1 : 0;
                sums.none += kind == TextVerdict.Kind.NONE ? 1 : 0;
                if (kind == TextVerdict.Kind.GOOD) {
                    sums.good++;
                    compare(page, layer.orElseThrow());
                }
            }
        } catch (DecodeException e) {
            sums.rows.add("-- refused " + file.getFileName() + ": " + e.getMessage());
        }
    }

    private void compare(int page, TextLayer layer) throws IOException {
        String found = PageLayout.of(layer).plain();
        List<String> references = new ArrayList<>();
        for (String[] order : ORDERS) {
            references.add(pdftotext(page, order));
        }
        if (references.stream().allMatch(each -> solid(each).isEmpty())) {
            sums.unreferenced++;
            sums.rows.add("-- no reference for page " + (page + 1) + " of " + file.getFileName());
            return;
        }
        String nearest = nearest(found, references, TextLayerTrial::solid);
        String expected = solid(nearest);
        int errors = edits(expected, solid(found));
        int unordered = unordered(expected, solid(found));
        sums.characters += expected.length();
        sums.errors += errors;
        sums.unordered += unordered;
        Signs signs = layer.signs();
        boolean seen = signs.hidden() + signs.outside() + signs.invisible() == 0;
        sums.seen += seen ? 1 : 0;
        sums.seenCharacters += seen ? expected.length() : 0;
        sums.seenErrors += seen ? errors : 0;
        sums.exact += errors == 0 ? 1 : 0;
        sums.withinOnePercent += errors * 100 <= expected.length() ? 1 : 0;
        String nearestSpaced = nearest(found, references, TextLayerTrial::spaced);
        sums.spacedCharacters += spaced(nearestSpaced).length();
        sums.spacedErrors += edits(spaced(nearestSpaced), spaced(found));
        sums.rows.add(String.format(
                Locale.ROOT,
                "%6d errors in %6d characters, %6d without order, %s, order %s: page %d of %s",
                errors,
                expected.length(),
                unordered,
                seen ? "all seen" : "some unseen",
                String.join("", ORDERS[references.indexOf(nearest)]),
                page + 1,
                file.getFileName()));
        String kept = System.getProperty("trial.keep");
        if (kept != null) {
            Path base = Path.of(kept, file.getFileName() + "." + (page + 1));
            Files.createDirectories(Path.of(kept));
            Files.writeString(Path.of(base + ".expected.txt"), nearest);
            Files.writeString(Path.of(base + ".found.txt"), found);
        }
    }

    private static String nearest(String found, List<String> references, UnaryOperator<String> form) {
        String own = form.apply(found);
        return references.stream()
                .min(Comparator.comparingInt(each -> edits(form.apply(each), own)))
                .orElseThrow();
    }

    private String pdftotext(int page, String... order) throws IOException {
        List<String> command = new ArrayList<>(List.of("pdftotext", "-enc", "UTF-8", "-cropbox", "-nopgbrk"));
        command.addAll(List.of("-f", "" + (page + 1), "-l", "" + (page + 1)));
        command.addAll(List.of(order));
        command.addAll(List.of(file.toString(), "-"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(60, TimeUnit.SECONDS);
            return text;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String spaced(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replace('\u00AD', '-')
                .replaceAll("(\\p{L})-[ \\t]*\\R\\s*", "$1")
                .replaceAll("\\p{Cf}", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String solid(String text) {
        return spaced(text).replace(" ", "");
    }

    /** The larger of how many characters are missing and how many are too much. */
    private static int unordered(String expected, String found) {
        int[] counts = new int[1 << 16];
        expected.chars().forEach(c -> counts[c]++);
        found.chars().forEach(c -> counts[c]--);
        int unknown = Math.max(0, counts[UNKNOWN]);
        counts[UNKNOWN] = 0;
        int missing = Arrays.stream(counts).filter(count -> count > 0).sum();
        int extra = -Arrays.stream(counts).filter(count -> count < 0).sum();
        return Math.max(missing, extra - unknown);
    }

    /** Levenshtein's distance; looks at ever wider bands around the diagonal until the distance lies within. */
    static int edits(String expected, String found) {
        for (int band = 32; ; band *= 4) {
            int edits = edits(expected, found, band);
            if (edits <= band || band >= Math.max(expected.length(), found.length())) {
                return edits;
            }
        }
    }

    private static int edits(String expected, String found, int band) {
        int far = Integer.MAX_VALUE / 2;
        int[] before = new int[found.length() + 1];
        int[] row = new int[found.length() + 1];
        for (int j = 0; j <= found.length(); j++) {
            before[j] = j <= band ? j : far;
        }
        for (int i = 1; i <= expected.length(); i++) {
            int from = Math.max(1, i - band);
            int to = Math.min(found.length(), i + band);
            if (from > found.length()) {
                return far;
            }
            row[from - 1] = from == 1 && i <= band ? i : far;
            for (int j = from; j <= to; j++) {
                int change = before[j - 1] + (isSame(expected.charAt(i - 1), found.charAt(j - 1)) ? 0 : 1);
                int less = j < i + band ? before[j] + 1 : far;
                row[j] = Math.min(change, Math.min(less, row[j - 1] + 1));
            }
            if (to < found.length()) {
                row[to + 1] = far;
            }
            int[] swap = before;
            before = row;
            row = swap;
        }
        return before[found.length()];
    }

    private static boolean isSame(char expected, char found) {
        return expected == found || expected == UNKNOWN;
    }
}
