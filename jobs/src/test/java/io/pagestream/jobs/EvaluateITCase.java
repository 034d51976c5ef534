package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.jobs.embedded.ShippedDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on documents. What is exact comes from a text layer: the embedded model's words are not known beforehand. */
class EvaluateITCase {

    @TempDir
    Path folder;

    @Test
    void known_edits_are_found_and_everything_is_listed() throws Exception {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        ShippedDocuments.copyTo(in);
        Typed read = Typed.command(
                "read", in.resolve("letter-as-sent.pdf").toString(), "--out", out.toString(), "--format", "text", "-q");
        assertThat(read.code()).as(read.err()).isZero();
        String text = Files.readString(textIn(out));
        String truth = text.replaceFirst("Lindqvist", "Lindquist") + " and more";
        Files.writeString(in.resolve("letter-as-sent.gt.txt"), truth);
        Files.write(in.resolve("broken.pdf"), new byte[] {1, 2, 3});
        Files.writeString(in.resolve("broken.gt.txt"), "12345");
        Files.writeString(in.resolve("broken.qa.json"), questions(200));
        Files.writeString(in.resolve("receipt.qa.json"), "[{\"question\":\"Total?\",\"answer\":\"~none~\"}]");

        Typed typed = Typed.command(
                "evaluate",
                in.toString(),
                "--text-layer",
                "where-good",
                "--out",
                out.toString(),
                "--json",
                "--max-tokens",
                "4",
                "--max-tiles",
                "1",
                "--strict",
                "-q");

        assertThat(typed.code()).as(typed.err()).isEqualTo(3);
        JsonNode report = new ObjectMapper().readTree(typed.out());
        Map<String, JsonNode> documents = StreamSupport.stream(
                        report.get("documents").spliterator(), false)
                .collect(Collectors.toMap(each -> each.get("document").asText(), each -> each));
        JsonNode letter = documents.get("letter-as-sent.pdf");
        int length = truth.strip().replaceAll("\\s+", " ").length();
        assertThat(letter.get("characters").asInt()).isEqualTo(length);
        assertThat(letter.get("characterEdits").asInt()).isEqualTo(1 + " and more".length());
        assertThat(letter.get("wordEdits").asInt()).isEqualTo(3);
        assertThat(documents.get("broken.pdf").get("cer").asDouble()).isEqualTo(1);
        assertThat(documents.get("broken.pdf").get("notes").get(0).asText()).contains("UNSUPPORTED_TYPE");
        assertThat(documents.get("minutes.tif").get("state").asText()).isEqualTo("no_ground_truth");
        assertThat(documents
                        .get("receipt.jpg")
                        .get("questions")
                        .get(0)
                        .get("exact")
                        .asBoolean())
                .isFalse();
        assertThat(documents).doesNotContainKeys("broken.gt.txt", "receipt.qa.json");
        JsonNode total = report.get("total");
        assertThat(total.get("judged").asInt()).isEqualTo(3);
        assertThat(total.get("cer").asDouble()).isEqualTo(15.0 / (length + 5));
        assertThat(new ObjectMapper().readTree(out.resolve("evaluation.json").toFile()))
                .isEqualTo(report);
        Document page = Jsoup.parse(Files.readString(out.resolve("evaluation.html")));
        assertThat(page.select("figure.line")).isNotEmpty();
        assertThat(page.select("figure.line img[src^=data:image/png]")).isNotEmpty();
    }

    private static String questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"question\":\"Total " + i + "?\",\"answer\":\"~none~\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static Path textIn(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_folder_without_ground_truth_is_a_usage_error() throws Exception {
        Files.writeString(folder.resolve("x.png"), "x");

        Typed typed = Typed.command("evaluate", folder.toString());
        Typed none = Typed.command("evaluate", folder.resolve("none").toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("none of the 1 documents", "NAME.gt.txt");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("there is no folder");
    }
}
