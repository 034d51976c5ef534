package io.pagestream.jobs.chaos;

import io.pagestream.jobs.pipeline.BarCode;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what came out against what was sent: every page once, with its own text; every dead letter once; nothing else.
 *
 * @param problems a sentence each; none when all is well
 * @param pages with a text
 */
record Verdict(List<String> problems, int results, int pages, int deadLetters) {

    /** @param readsBarCodes whether the engine was one that reads them; another model's texts are not looked at */
    static Verdict of(Documents documents, CommittedOutput output, boolean readsBarCodes) {
        return of(documents, output.results(), output.deadLetters(), readsBarCodes);
    }

    /** The same of what came out elsewhere than in topics. */
    static Verdict of(
            Documents documents, List<OcrResult> allResults, List<DeadLetter> allLetters, boolean readsBarCodes) {
        List<String> problems = new ArrayList<>();
        Map<String, List<OcrResult>> results = new HashMap<>();
        allResults.forEach(result -> results.computeIfAbsent(result.getDocumentId(), id -> new ArrayList<>())
                .add(result));
        Map<String, List<DeadLetter>> letters = new HashMap<>();
        allLetters.forEach(letter ->
                letters.computeIfAbsent(nameOf(letter), id -> new ArrayList<>()).add(letter));
        for (Documents.Sent sent : documents.all()) {
            List<OcrResult> found = results.getOrDefault(sent.id(), List.of());
            results.remove(sent.id());
            count("result", sent, sent.hasResult() ? 1 : 0, found.size(), problems);
            if (found.size() == 1 && sent.hasResult()) {
                pages(sent, found.get(0), readsBarCodes, problems);
            }
            String name = sent.kind() == Documents.Kind.BAD_RECORD
                    ? new String(sent.record(), StandardCharsets.UTF_8)
                    : sent.id();
            List<DeadLetter> refused = letters.getOrDefault(name, List.of());
            letters.remove(name);
            count("dead letter", sent, sent.hasDeadLetter() ? 1 : 0, refused.size(), problems);
        }
        results.keySet().forEach(id -> problems.add("a result that nobody asked for: " + id));
        letters.keySet().forEach(id -> problems.add("a dead letter that nobody asked for: " + id));
        int pages = allResults.stream()
                .mapToInt(result -> (int) result.getPages().stream()
                        .filter(page -> page.getFailure() == null)
                        .count())
                .sum();
        return new Verdict(problems, allResults.size(), pages, allLetters.size());
    }

    private static void count(String what, Documents.Sent sent, int expected, int found, List<String> problems) {
        if (found != expected) {
            problems.add(sent.id() + " (" + sent.kind() + "): expected " + expected + " " + what + ", found " + found);
        }
    }

    private static void pages(Documents.Sent sent, OcrResult result, boolean readsBarCodes, List<String> problems) {
        boolean good = sent.kind() == Documents.Kind.GOOD;
        DocumentStatus status = good ? DocumentStatus.COMPLETE : DocumentStatus.PARTIAL;
        boolean deadly = sent.kind() == Documents.Kind.DEADLY_PAGE;
        int pages = good || deadly ? sent.pages() : 1;
        if (result.getStatus() != status || result.getPages().size() != pages) {
            problems.add(sent.id() + ": expected " + status + " with " + pages + " pages, found " + result.getStatus()
                    + " with " + result.getPages().size());
            return;
        }
        for (int index = 0; index < pages; index++) {
            PageText page = result.getPages().get(index);
            String text = BarCode.text(sent.number(), index);
            boolean read = good || deadly && index < pages - 1;
            boolean wrong = readsBarCodes && read && !page.getText().equals(text);
            if (page.getIndex() != index || wrong) {
                problems.add(sent.id() + ", place " + index + ": found page " + page.getIndex() + " with '"
                        + page.getText() + "'");
            }
        }
    }

    /** The document, or the record itself when it could not be read. */
    private static String nameOf(DeadLetter letter) {
        ByteBuffer original = letter.getOriginal();
        return !letter.getDocumentId().isEmpty() || original == null
                ? letter.getDocumentId()
                : StandardCharsets.UTF_8.decode(original.duplicate()).toString();
    }

    boolean holds() {
        return problems.isEmpty();
    }

    @Override
    public String toString() {
        return results + " results, " + pages + " pages with a text, " + deadLetters + " dead letters; "
                + (holds()
                        ? "each exactly once"
                        : problems.size() + " problems, the first: "
                                + problems.subList(0, Math.min(8, problems.size())));
    }
}
