package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.jobs.Main;
import io.pagestream.jobs.chaos.ClassPaths;
import io.pagestream.jobs.chaos.JavaProcess;
import io.pagestream.jobs.chaos.Patience;
import io.pagestream.jobs.embedded.ShippedDocuments;
import io.pagestream.jobs.pipeline.BreakablePipelines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as people start it, with the model inside, in a process of its own that is killed in the middle. */
@Timeout(1200)
class ServeITCase {

    private static final Duration STARTED = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private int starts;
    private String address;

    private JavaProcess start() throws IOException {
        String log = "serve-" + ++starts;
        List<String> options = new ArrayList<>(List.of("-Xmx1g", "-Djava.awt.headless=true"));
        JavaProcess server = new JavaProcess.Recipe(log, folder, options, ClassPaths.tests(), Map.of())
                .start(
                        Main.class.getName(),
                        "serve",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--max-tokens",
                        "24",
                        "--max-tiles",
                        "1",
                        "--parallelism",
                        "1",
                        "--set",
                        "pagestream.read.attempts=1",
                        "--set",
                        "pagestream.decode.process-memory=256mb");
        Path lines = folder.resolve(log + ".log");
        Patience.until("the server says its address", STARTED, () -> {
            requireAlive(server, lines);
            Optional<String> said = read(lines)
                    .lines()
                    .filter(line -> line.startsWith("http://"))
                    .findFirst();
            said.ifPresent(each -> address = each);
            return said.isPresent();
        });
        return server;
    }

    private static void requireAlive(JavaProcess server, Path log) {
        assertThat(server.isAlive())
                .as(() -> "the server lives; it said: " + read(log))
                .isTrue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(5));
    }

    private HttpResponse<String> submit(String key, byte[] bytes, String query) throws Exception {
        return HTTP.send(
                request("/v1/documents" + query)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(
                HTTP.send(request(path).build(), BodyHandlers.ofString()).body());
    }

    /** Follows a document to its end. */
    private JsonNode last(String id) throws Exception {
        HttpRequest.Builder events = request("/v1/documents/" + id + "/events").header("Accept", "text/event-stream");
        List<String> lines =
                HTTP.send(events.build(), BodyHandlers.ofLines()).body().toList();
        String data = lines.stream()
                .filter(line -> line.startsWith("data:"))
                .reduce((before, after) -> after)
                .orElseThrow();
        return JSON.readTree(data.substring("data:".length()));
    }

    @Test
    void what_was_accepted_ends_exactly_once_also_when_the_server_is_killed() throws Exception {
        List<byte[]> shipped = ShippedDocuments.bytes();
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put("letter-as-sent", shipped.get(1)); // read from its own text
        documents.put("receipt", shipped.get(3));
        documents.put("minutes", shipped.get(4));
        documents.put("garbage", "no document".getBytes(StandardCharsets.UTF_8));
        documents.put("pages", BreakablePipelines.document(8));
        Map<String, String> ids = new LinkedHashMap<>();

        JavaProcess killed = start();
        JsonNode first;
        try {
            for (var each : documents.entrySet()) {
                HttpResponse<String> answer = submit(each.getKey(), each.getValue(), "?name=" + each.getKey());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                ids.put(each.getKey(), JSON.readTree(answer.body()).get("id").asText());
            }
            HttpResponse<String> asked =
                    submit("asked", shipped.get(3), "?task=ask&questions=What+is+the+total%3F&name=asked");
            ids.put("asked", JSON.readTree(asked.body()).get("id").asText());
            documents.put("asked", shipped.get(3));
            first = last(ids.get("letter-as-sent"));
            assertThat(first.get("state").asText()).isEqualTo("COMPLETE");
        } finally {
            killed.kill();
        }

        try (JavaProcess server = start()) {
            assertThat(submit("pages", documents.get("pages"), "?name=pages").statusCode())
                    .isEqualTo(200);
            Map<String, JsonNode> ends = new LinkedHashMap<>();
            for (String name : documents.keySet()) {
                ends.put(name, last(ids.get(name)));
            }

            assertThat(ends.get("letter-as-sent")).as("it had ended before").isEqualTo(first);
            assertThat(ends.get("garbage").at("/reasons/0/reason").asText()).isEqualTo("UNSUPPORTED_TYPE");
            assertThat(ends)
                    .allSatisfy((name, end) -> assertThat(end.get("state").asText())
                            .as(name)
                            .isEqualTo(name.equals("garbage") ? "FAILED" : "COMPLETE"));
            assertThat(ends.get("pages").at("/pages/done").asInt()).isEqualTo(8);
            assertThat(json("/v1/documents").get("documents"))
                    .extracting(each -> each.get("id").asText())
                    .containsExactlyInAnyOrderElementsOf(ids.values());
            assertThat(json("/v1/documents/" + ids.get("asked") + "/answers").get("answers"))
                    .singleElement()
                    .extracting(each -> each.get("question").asText())
                    .isEqualTo("What is the total?");
            assertThat(json("/v1/documents/" + ids.get("pages") + "/result").get("pages"))
                    .hasSize(8);
            assertPdf(ids.get("receipt"));
            String letter = HTTP.send(
                            request("/v1/documents/" + ids.get("letter-as-sent") + "/result")
                                    .header("Accept", "text/plain")
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(letter).contains("Dear");
            assertThat(json("/health/ready").get("ready").asBoolean()).isTrue();

            assertThat(server.end()).as("of a process that was asked to end").isEqualTo(143);
            assertThat(read(folder.resolve("serve-2.log"))).contains("pagestream: ended");
        }
    }

    private void assertPdf(String id) throws Exception {
        byte[] pdf = HTTP.send(
                        request("/v1/documents/" + id + "/result?format=pdf").build(), BodyHandlers.ofByteArray())
                .body();
        try (var opened = Loader.loadPDF(pdf)) {
            assertThat(opened.getNumberOfPages()).isEqualTo(1);
        }
    }
}
