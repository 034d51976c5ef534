package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.jobs.embedded.ShippedDocuments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on documents, with the embedded model. */
class ReadFilesITCase {

    private static final String TINY = "../models/src/test/golden/internvl25-qwen-tiny";

    @TempDir
    Path folder;

    @Test
    void documents_and_what_only_looks_like_one_all_come_out_somewhere() throws Exception {
        ShippedDocuments.copyTo(folder);
        byte[] letter = Files.readAllBytes(folder.resolve("letter.pdf"));
        Files.write(folder.resolve("empty.pdf"), new byte[0]);
        Files.write(folder.resolve("truncated.pdf"), Arrays.copyOf(letter, letter.length / 3));
        Files.writeString(folder.resolve("page.png"), "<html><body>not an image</body></html>");

        Typed typed = Typed.command("read", folder.toString(), "--max-tokens", "4", "--quiet", "--max-tiles", "1");

        assertThat(typed.code()).as(typed.err()).isZero();
        requireEverythingAddsUp(folder, typed);
        assertThat(reasons(typed)).containsEntry("empty.pdf", "EMPTY").containsEntry("page.png", "UNSUPPORTED_TYPE");
        assertThat(pagesOf(typed))
                .containsEntry("letter.pdf", 2)
                .containsEntry("letter-as-sent.pdf", 2)
                .containsEntry("invoice.pdf", 1)
                .containsEntry("receipt.jpg", 1)
                .containsEntry("minutes.tif", 2);
        assertThat(typed.err()).contains("8 documents");
    }

    @Test
    void strict_tells_by_the_exit_code_that_something_could_not_be_read() throws Exception {
        Files.write(folder.resolve("empty.pdf"), new byte[0]);

        Typed typed = Typed.command("read", folder.toString(), "--strict", "--quiet");

        assertThat(typed.code()).as(typed.err()).isEqualTo(3);
        assertThat(typed.lines("deadLetter")).hasSize(1);
    }

    @Test
    void a_folder_of_results_has_json_lines_and_markdown() throws Exception {
        Path in = folder.resolve("in");
        Path out = folder.resolve("new/out");
        ShippedDocuments.copyTo(in);

        Typed typed = Typed.command(
                "read",
                in.resolve("invoice.pdf").toString(),
                "--out",
                out.toString(),
                "--max-tokens",
                "4",
                "--max-tiles",
                "1",
                "-q");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.out()).isEmpty();
        assertThat(out.resolve("results.jsonl")).content(StandardCharsets.UTF_8).contains("invoice.pdf", "COMPLETE");
        assertThat(out.resolve("dead-letters.jsonl")).isEmptyFile();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.filter(file -> file.toString().endsWith(".md"))).hasSize(1);
        }
    }

    @Test
    void every_format_is_written_beside_the_lines_and_the_lines_become_the_same_files_again() throws Exception {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        Path again = folder.resolve("again");
        ShippedDocuments.copyTo(in);
        String formats = "markdown,text,json,html,hocr,alto,pdf,csv,chunks";

        Typed typed = Typed.command(
                "read",
                in.resolve("invoice.pdf").toString(),
                in.resolve("receipt.jpg").toString(),
                "--out",
                out.toString(),
                "--format",
                formats,
                "--max-tokens",
                "4",
                "--max-tiles",
                "1",
                "--quiet");
        Typed converted = Typed.command(
                "convert", out.toString(), "--to", formats, "--out", again.toString(), "--documents", in.toString());

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(converted.code()).as(converted.err()).isZero();
        List<String> written = contents(again).keySet().stream().sorted().toList();
        assertThat(written).hasSize(2 * 9).allMatch(name -> Files.exists(out.resolve(name)));
        assertThat(written).filteredOn(name -> name.endsWith(".searchable.pdf")).hasSize(2);
        for (String name : written) {
            // A PDF has an identity that is made anew each time.
            if (!name.endsWith(".pdf")) {
                assertThat(again.resolve(name)).as(name).hasSameBinaryContentAs(out.resolve(name));
            }
        }
    }

    private static Map<String, Path> contents(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file));
        }
    }

    @Test
    void named_values_come_as_json_whatever_the_model_says() throws Exception {
        ShippedDocuments.copyTo(folder);
        String file = folder.resolve("invoice.pdf").toString();

        Typed typed = Typed.command(
                "read",
                file,
                "--task",
                "fields",
                "--field",
                "total",
                "--field",
                "date",
                "--max-tokens",
                "60",
                "--max-tiles",
                "1",
                "-q");

        assertThat(typed.code()).as(typed.err()).isZero();
        JsonNode document = typed.lines("document").get(0);
        assertThat(document.get("promptVersion").asText()).startsWith("fields/internvl/");
        JsonNode values = new ObjectMapper()
                .readTree(document.get("pages").get(0).get("text").asText());
        assertThat(values.fieldNames()).toIterable().containsExactly("total", "date");
    }

    @Test
    void every_task_that_the_model_knows_gives_a_document_and_others_a_dead_letter() throws Exception {
        ShippedDocuments.copyTo(folder);
        String file = folder.resolve("receipt.jpg").toString();

        for (String task : List.of("text", "layout", "caption")) {
            Typed typed = Typed.command("read", file, "--task", task, "--max-tokens", "3", "--max-tiles", "1", "-q");

            assertThat(typed.code()).as(typed.err()).isZero();
            JsonNode document = typed.lines("document").get(0);
            assertThat(document.get("status").asText()).isEqualTo("COMPLETE");
            assertThat(document.get("promptVersion").asText()).startsWith(task + "/internvl/");
        }
        Typed refused = Typed.command("read", file, "--task", "web-page", "-q");
        assertThat(refused.lines("deadLetter").get(0).get("detail").asText())
                .contains("not made for the task web-page");
        assertThat(refused.lines("document").get(0).get("status").asText()).isEqualTo("PARTIAL");
    }

    @Test
    void questions_are_answered_on_every_page() throws Exception {
        ShippedDocuments.copyTo(folder);

        Typed typed = Typed.command(
                "ask",
                folder.resolve("letter.pdf").toString(),
                "Who wrote this?",
                "When?",
                "--max-tokens",
                "3",
                "--max-tiles",
                "1",
                "-q");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.out().lines()).hasSize(4);
        assertThat(typed.lines("answer").stream()
                        .map(answer -> answer.get("page") + " "
                                + answer.get("question").asText()))
                .containsExactlyInAnyOrder("0 Who wrote this?", "0 When?", "1 Who wrote this?", "1 When?");
    }

    @Test
    void several_files_are_asked_about_together() throws Exception {
        ShippedDocuments.copyTo(folder);

        Typed typed = Typed.command(
                "ask",
                folder.resolve("invoice.pdf").toString(),
                folder.resolve("receipt.jpg").toString(),
                "Which is larger?",
                "Why?",
                "--reasoning",
                "--samples",
                "2",
                "--max-tokens",
                "1",
                "--max-tiles",
                "2",
                "-q");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.lines("answer"))
                .extracting(answer -> answer.get("questionId").asText())
                .containsExactly("q1", "q2");
        JsonNode answer = typed.lines("answer").get(0);
        assertThat(answer.get("documentId").asText()).isEqualTo("invoice.pdf + receipt.jpg");
        assertThat(answer.get("page").asInt()).isEqualTo(-1);
        assertThat(answer.get("tokens").asInt()).as("of both samples").isEqualTo(2);
        assertThat(answer.has("reasoning")).isTrue();
    }

    @Test
    void a_video_is_asked_about_and_what_is_none_is_a_dead_letter() throws Exception {
        Path video = Path.of("..", "imaging", "src", "test", "videos", "moving-square.mp4");
        Path broken = Files.write(folder.resolve("broken.mp4"), Arrays.copyOf(Files.readAllBytes(video), 99));

        Typed typed = Typed.command("ask", video.toString(), "What moves?", "--frames", "4", "--max-tokens", "1", "-q");
        Typed refused = Typed.command("ask", broken.toString(), "What moves?", "--strict", "-q");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.lines("answer").get(0).get("tokens").asInt()).isEqualTo(1);
        assertThat(refused.code()).as(refused.err()).isEqualTo(3);
        assertThat(refused.lines("deadLetter").get(0).get("reason").asText()).isEqualTo("CORRUPT");
    }

    @Test
    void the_demo_shows_a_table_of_its_pages_and_who_read_them() {
        Typed typed = Typed.command("demo", "--out", folder.toString(), "--max-tokens", "4", "--max-tiles", "1", "-q");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.out()).contains("8 pages read", "Next:");
        assertThat(typed.out().lines().filter(line -> line.matches("  (letter|invoice|receipt|minutes)\\..* model .*")))
                .hasSize(6);
        assertThat(typed.out().lines().filter(line -> line.matches("  letter-as-sent\\.pdf .* text layer .*")))
                .hasSize(2)
                .first(STRING)
                .contains("Lindqvist & Daughters");
    }

    /** With a tiny model, for there are hundreds of pages. Another folder: {@code -Dpagestream.documents=FOLDER}. */
    @Test
    void every_file_of_a_corpus_ends_as_a_result_or_a_dead_letter() throws Exception {
        Path corpus = Path.of(System.getProperty("pagestream.documents", "../imaging/src/test/documents"));

        Typed typed = Typed.command(
                "read", corpus.toString(), "--model", TINY, "--max-tokens", "2", "--max-tiles", "1", "--quiet");

        assertThat(typed.code()).as(typed.err()).isZero();
        requireEverythingAddsUp(corpus, typed);
    }

    private static void requireEverythingAddsUp(Path folder, Typed typed) throws Exception {
        List<String> results = ids(typed.lines("document"));
        List<String> lost = ids(typed.lines("deadLetter").stream()
                .filter(letter -> !letter.has("page"))
                .toList());
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> asked = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.startsWith("."))
                    .toList();
            assertThat(Stream.concat(results.stream(), lost.stream())).containsExactlyInAnyOrderElementsOf(asked);
        }
        Map<String, Long> failedPages = typed.lines("deadLetter").stream()
                .filter(letter -> letter.has("page"))
                .collect(
                        Collectors.groupingBy(letter -> letter.get("documentId").asText(), Collectors.counting()));
        for (JsonNode document : typed.lines("document")) {
            String id = document.get("documentId").asText();
            assertThat(document.get("pages").size())
                    .as(id)
                    .isEqualTo(document.get("pageCount").asInt());
            long failed = failed(document);
            assertThat(failed).as(id).isEqualTo(failedPages.getOrDefault(id, 0L));
            assertThat(document.get("status").asText()).as(id).isEqualTo(failed == 0 ? "COMPLETE" : "PARTIAL");
        }
    }

    private static long failed(JsonNode document) {
        long failed = 0;
        for (JsonNode page : document.get("pages")) {
            failed += page.get("finishReason").asText().equals("FAILED") ? 1 : 0;
        }
        return failed;
    }

    private static List<String> ids(List<JsonNode> lines) {
        return lines.stream().map(line -> line.get("documentId").asText()).toList();
    }

    private static Map<String, String> reasons(Typed typed) {
        Map<String, String> reasons = new HashMap<>();
        typed.lines("deadLetter")
                .forEach(letter -> reasons.put(
                        letter.get("documentId").asText(), letter.get("reason").asText()));
        return reasons;
    }

    private static Map<String, Integer> pagesOf(Typed typed) {
        Map<String, Integer> pages = new HashMap<>();
        typed.lines("document")
                .forEach(document -> pages.put(
                        document.get("documentId").asText(),
                        document.get("pages").size()));
        return pages;
    }
}
