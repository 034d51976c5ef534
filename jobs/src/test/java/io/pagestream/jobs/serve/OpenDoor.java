package io.pagestream.jobs.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.jobs.embedded.HandIn;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * A door that is open, without a stream behind it: a test says what comes of documents.
 *
 * @param limits with which it opens again
 */
record OpenDoor(DataFolder folder, DocumentStore store, Door door, ServeLimits limits, String token, List<String> roots)
        implements AutoCloseable {

    static final ServeLimits LIMITS = new ServeLimits(1 << 20, 100, 1 << 30, Duration.ofDays(1));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    static OpenDoor over(Path data, ServeLimits limits, String token, String... roots) throws IOException {
        Configuration config = new Configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(roots));
        DataFolder folder = DataFolder.open(data);
        DocumentStore store = new DocumentStore(folder, limits);
        Door door = new Door(store, limits, PipelineOptions.from(config), new Gate(token), () -> true, "127.0.0.1", 0);
        return new OpenDoor(folder, store, door, limits, token, List.of(roots));
    }

    /** As after the end of the process. */
    OpenDoor again(Path data) throws IOException {
        close();
        return over(data, limits, token, roots.toArray(String[]::new));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** On a connection of its own: the server closes one on which it has refused a body before its end. */
    HttpResponse<String> sendAlone(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> submit(String query, String bytes) throws IOException, InterruptedException {
        return send(request("/v1/documents" + query).POST(BodyPublishers.ofString(bytes)));
    }

    HttpResponse<String> json(String body) throws IOException, InterruptedException {
        return send(request("/v1/documents")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Without a length. */
    static BodyPublisher chunked(String bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)));
    }

    /** Submits some bytes; gives the id. */
    String accepted(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = submit(query, "bytes");
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.body());
        }
        return json(answer).get("id").asText();
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    JsonNode status(String id) throws IOException, InterruptedException {
        return json(get("/v1/documents/" + id));
    }

    List<String> documents() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        json(get("/v1/documents"))
                .get("documents")
                .forEach(each -> ids.add(each.get("id").asText()));
        return ids;
    }

    /** What no client library would send. */
    String raw(String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            String head = line + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    /** What a stream that begins now is given. */
    List<DocumentRequest> requests() throws IOException {
        List<DocumentRequest> all = new ArrayList<>();
        long from = 0;
        for (Optional<HandIn.Numbered> each; (each = store.next(from)).isPresent(); ) {
            all.add(AvroBytes.read(each.get().record().bytes(), DocumentRequest.class));
            from = each.get().number() + 1;
        }
        return all;
    }

    DocumentRequest next() throws IOException {
        return requests().get(0);
    }

    void tell(OcrResult result) throws IOException {
        store.tell(result.getDocumentId(), document -> document.add(result));
    }

    void tell(QaResult answer) throws IOException {
        store.tell(answer.getDocumentId(), document -> document.add(answer));
    }

    void tell(DeadLetter letter) throws IOException {
        store.tell(letter.getDocumentId(), document -> document.add(letter));
    }

    void tell(DocumentProgress progress) throws IOException {
        store.tell(progress.getDocumentId(), document -> document.add(progress));
    }

    @Override
    public void close() throws IOException {
        door.close();
        folder.close();
    }
}
