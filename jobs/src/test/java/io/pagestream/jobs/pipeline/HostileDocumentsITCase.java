package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.formats.Format;
import io.pagestream.operators.metrics.Progress;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are made to end whoever reads them, and good ones, through the whole house in one run. */
class HostileDocumentsITCase {

    private static final Path BOMBS = Path.of("..", "imaging", "src", "test", "documents");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void aBadPageNeverTakesItsDocumentAndABadDocumentNeverTakesTheStream() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.write(in.resolve("mixed.pdf"), mixed());
        Files.write(in.resolve("good.pdf"), TestDocuments.pdf(2));
        for (String bomb : List.of(
                "pdf.js__bomb_giant.pdf",
                "flate-bomb-content-128mb.pdf",
                "pdf-image-bomb-25000x25000.pdf",
                "png-bomb-25000x25000.png",
                "pillow__decompression_bomb.gif",
                "random-bytes.pdf")) {
            Files.copy(BOMBS.resolve(bomb), in.resolve(bomb));
        }

        run(in, Duration.ofSeconds(10));

        assertThat(results()).anySatisfy(result -> {
            assertThat(result.path("documentId").asText()).endsWith("mixed.pdf");
            assertThat(result.path("status").asText()).isEqualTo("PARTIAL");
            assertThat(failures(result)).containsExactly("", "OUT_OF_MEMORY", "TIMED_OUT", "");
        });
        assertThat(results()).anySatisfy(result -> {
            assertThat(result.path("documentId").asText()).endsWith("good.pdf");
            assertThat(result.path("status").asText()).isEqualTo("COMPLETE");
        });
        List<JsonNode> letters = lines("dead-letters.jsonl");
        assertThat(letters)
                .filteredOn(letter -> letter.path("documentId").asText().endsWith("mixed.pdf"))
                .extracting(letter -> letter.path("page").asInt() + " "
                        + letter.path("reason").asText() + " "
                        + letter.path("attempts").asInt())
                .containsExactlyInAnyOrder("1 OUT_OF_MEMORY 2", "2 TIMED_OUT 1");
        assertThat(letters)
                .allSatisfy(letter -> assertThat(letter.path("detail").asText()).isNotBlank());
        assertThat(results().size() + documentLetters(letters))
                .as("each document is a result or a letter, and none is both")
                .isEqualTo(8);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .as("no process is left")
                .isEmpty();
    }

    @Test
    void aDecodingProcessThatIsKilledCostsNothing() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (int i = 0; i < 10; i++) {
            Files.write(in.resolve("good" + i + ".pdf"), TestDocuments.pdf(4));
        }
        CompletableFuture<Long> killed = CompletableFuture.supplyAsync(this::killOneOnceItIsAtWork);

        run(in, Duration.ofSeconds(30));

        assertThat(killed.join()).isPositive();
        assertThat(results())
                .hasSize(10)
                .allSatisfy(result -> assertThat(result.path("status").asText()).isEqualTo("COMPLETE"));
        assertThat(lines("dead-letters.jsonl")).isEmpty();
    }

    /** Returns which. */
    private long killOneOnceItIsAtWork() {
        while (Progress.of(folder.toString()).pagesFound() == 0) {
            Thread.onSpinWait();
        }
        ProcessHandle child = ProcessHandle.current()
                .children()
                .filter(each -> each.info().commandLine().orElse("").contains("DecoderMain"))
                .findFirst()
                .orElseThrow();
        child.destroyForcibly();
        return child.pid();
    }

    private void run(Path in, Duration perPage) throws Exception {
        Configuration config = new Configuration();
        config.set(PipelineKeys.DEVICE, "cpu:f32");
        config.set(PipelineKeys.MAX_READ_TOKENS, 2);
        config.set(PipelineKeys.MAX_TILES, 1);
        config.set(PipelineKeys.RUN_ID, folder.toString());
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(in.toString()));
        config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.PROCESS);
        config.set(PipelineKeys.PROCESS_MEMORY, MemorySize.ofMebiBytes(128));
        config.set(PipelineKeys.DECODE_TIMEOUT, perPage);
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        ResultSinks sinks = ResultSinks.files(
                folder.resolve("out"),
                List.of(Format.MARKDOWN),
                PipelineOptions.from(config).access());
        new OcrPipeline(
                        PipelineOptions.from(config),
                        DocumentSources.files(List.of(in.toString())),
                        sinks.results(),
                        sinks.answers(),
                        sinks.deadLetters())
                .attachTo(env);
        env.execute("hostile");
    }

    /** Four pages: a good one, one that fills memory, one that never ends, a good one. */
    private static byte[] mixed() throws IOException {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDRectangle small = new PDRectangle(144, 72);
            for (int page = 0; page < 4; page++) {
                document.addPage(new PDPage(small));
            }
            // Each q keeps a copy of the graphics state.
            document.getPage(1).setContents(stream(document, "q ".repeat(3_000_000)));
            PDResources resources = new PDResources();
            resources.put(COSName.getPDFName("F"), nested(document, small, 12));
            document.getPage(2).setResources(resources);
            document.getPage(2).setContents(stream(document, "/F Do"));
            document.save(out);
            return out.toByteArray();
        }
    }

    /** A form that draws another ten times, and so on: ten to the power of {@code depth} rectangles. */
    private static PDFormXObject nested(PDDocument document, PDRectangle box, int depth) throws IOException {
        PDFormXObject form = new PDFormXObject(document);
        form.setBBox(box);
        String content = "0 0 9 9 re f ";
        if (depth > 0) {
            PDResources resources = new PDResources();
            resources.put(COSName.getPDFName("F"), nested(document, box, depth - 1));
            form.setResources(resources);
            content = "/F Do ".repeat(10);
        }
        try (OutputStream out = form.getContentStream().createOutputStream()) {
            out.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return form;
    }

    private static PDStream stream(PDDocument document, String content) throws IOException {
        PDStream stream = new PDStream(document);
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return stream;
    }

    private List<JsonNode> results() throws IOException {
        return lines("results.jsonl");
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out").resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<String> failures(JsonNode result) {
        List<String> failures = new ArrayList<>();
        result.path("pages").forEach(page -> failures.add(page.path("failure").asText("")));
        return failures;
    }

    private static long documentLetters(List<JsonNode> letters) {
        return letters.stream()
                .filter(letter -> letter.path("page").isMissingNode()
                        || letter.path("page").isNull())
                .count();
    }
}
