package io.pagestream.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of the pages in a {@code results.jsonl}: one row for each page. */
final class ResultTable {

    private static final int TEXT = 46;

    private ResultTable() {}

    static String of(Path results) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("document", "page", "pixels", "read by", "tiles", "tokens", "ms", "text"));
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(results)) {
            JsonNode document = json.readTree(line);
            for (JsonNode page : document.get("pages")) {
                rows.add(row(document, page));
            }
        }
        rows.subList(1, rows.size()).sort((a, b) -> (a.get(0) + "\t" + a.get(1)).compareTo(b.get(0) + "\t" + b.get(1)));
        return table(rows);
    }

    private static List<String> row(JsonNode document, JsonNode page) {
        boolean failed = page.has("failure");
        return List.of(
                document.get("documentId").asText(),
                Integer.toString(page.get("index").asInt() + 1),
                page.get("width").asInt() + " x " + page.get("height").asInt(),
                page.get("origin").asText().toLowerCase(Locale.ROOT).replace('_', ' '),
                page.get("columns").asInt() + " x " + page.get("rows").asInt(),
                page.get("tokens").asText(),
                page.get("milliseconds").asText(),
                failed
                        ? "(" + page.get("failure").asText() + ")"
                        : beginning(page.get("text").asText()));
    }

    /** The first words, on one line, in characters that every terminal shows. */
    private static String beginning(String text) {
        String line = text.replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
        return line.codePointCount(0, line.length()) <= TEXT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, TEXT - 3)) + "...";
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < columns; i++) {
                line.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length() + 1));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
