package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.schemas.FinishReason;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send, and what they must not. */
@Timeout(60)
class SubmissionsTest {

    @TempDir
    Path data;

    private OpenDoor open;

    private OpenDoor door() throws Exception {
        return door(OpenDoor.LIMITS, "");
    }

    private OpenDoor door(ServeLimits limits, String token, String... roots) throws Exception {
        open = OpenDoor.over(data, limits, token, roots);
        return open;
    }

    @AfterEach
    void stop() throws Exception {
        if (open != null) {
            open.close();
        }
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void a_key_makes_a_repeated_submission_harmless() throws Exception {
        HttpRequest.Builder first = door().request("/v1/documents?task=text").header("Idempotency-Key", "mine");
        String id = OpenDoor.json(open.send(first.POST(BodyPublishers.ofString("bytes"))))
                .get("id")
                .asText();

        open = open.again(data);
        HttpResponse<String> again = open.send(open.request("/v1/documents?task=text")
                .header("Idempotency-Key", "mine")
                .POST(BodyPublishers.ofString("bytes")));
        HttpResponse<String> other = open.send(open.request("/v1/documents?task=text")
                .header("Idempotency-Key", "mine")
                .POST(BodyPublishers.ofString("other bytes")));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(OpenDoor.json(again).get("id").asText()).isEqualTo(id);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(open.documents()).containsExactly(id);
    }

    @Test
    void a_form_brings_several_files_and_each_has_a_key_of_its_own() throws Exception {
        String form = "--x\r\nContent-Disposition: form-data; name=\"task\"\r\n\r\ntext\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\none\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../b.pdf\"\r\n\r\ntwo\r\n--x--\r\n";
        HttpRequest.Builder request = door().request("/v1/documents")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Idempotency-Key", "mine")
                .POST(BodyPublishers.ofString(form));

        HttpResponse<String> answer = open.send(request);
        HttpResponse<String> again = open.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(200);
        JsonNode documents = OpenDoor.json(answer).get("documents");
        assertThat(documents).extracting(each -> each.get("task").asText()).containsExactly("text", "text");
        assertThat(open.documents()).hasSize(2);
        assertThat(OpenDoor.json(again).get("documents").get(1).get("id"))
                .isEqualTo(documents.get(1).get("id"));
        assertThat(files()).noneMatch(file -> file.toString().contains("b.pdf"));
    }

    @Test
    void an_address_has_to_lie_below_an_allowed_root() throws Exception {
        Path allowed = Files.createDirectories(data.resolveSibling(data.getFileName() + "-in"));
        Path inside = Files.writeString(allowed.resolve("a.pdf"), "inside");
        String secret = door(OpenDoor.LIMITS, "", allowed.toString()).accepted("");

        HttpResponse<String> taken =
                open.json("{\"uri\":\"" + inside.toUri() + "\",\"questions\":[\"what?\"],\"task\":\"ask\"}");
        HttpResponse<String> refused = open.json("{\"uri\":\""
                + data.resolve("documents").resolve(secret).resolve("content").toUri() + "\"}");
        HttpResponse<String> missing =
                open.json("{\"uri\":\"" + allowed.resolve("none.pdf").toUri() + "\"}");

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        assertThat(OpenDoor.json(taken).get("name").asText()).isEqualTo("a.pdf");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(OpenDoor.json(refused).get("reason").asText()).isEqualTo("SOURCE_REFUSED");
        assertThat(OpenDoor.json(missing).get("reason").asText()).isEqualTo("NOT_FOUND");
        assertThat(open.documents()).hasSize(2);
    }

    @Test
    void a_password_goes_to_the_stream_and_is_gone_at_the_end() throws Exception {
        HttpResponse<String> answer = door().send(open.request("/v1/documents")
                .header("Pagestream-Password", "open sesame")
                .POST(BodyPublishers.ofString("bytes")));
        String id = OpenDoor.json(answer).get("id").asText();

        assertThat(open.next().getPassword()).isEqualTo("open sesame");
        assertThat(answer.body() + open.status(id)).doesNotContain("sesame");
        open.tell(Made.result(id, FinishReason.STOP));

        for (Path file : files()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("sesame");
        }
        assertThat(open.submit("?password=open", "bytes").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?task=nonsense",
                "?unknown=1",
                "?task=fields",
                "?fields=a",
                "?lane=fast",
                "?pages=3-1",
                "?pages=x",
                "?task=ask",
                "?task=read&task=text",
                "?uri=file:///etc/passwd"
            })
    void what_is_wrong_is_told_before_anything_is_kept(String query) throws Exception {
        HttpResponse<String> answer = door().submit(query, "bytes");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(OpenDoor.json(answer).get("reason").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(open.documents()).isEmpty();
        assertThat(files())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2f..%2flock", "%2e%2e", "..", "a/../../lock", "%00", "x"})
    void an_id_that_was_not_given_leads_nowhere(String id) throws Exception {
        door();
        assertThat(open.raw("GET /v1/documents/" + id + " HTTP/1.1")).doesNotContain(" 200 ", " 500 ");
        assertThat(open.raw("DELETE /v1/documents/" + id + " HTTP/1.1")).doesNotContain(" 204 ", " 500 ");
        assertThat(data.resolve("lock")).exists();
    }

    @Test
    void a_fault_of_the_servers_own_disk_is_not_told_as_one_of_the_source() throws Exception {
        Path allowed = Files.createDirectories(data.resolveSibling(data.getFileName() + "-in"));
        Path inside = Files.writeString(allowed.resolve("a.pdf"), "inside");
        door(OpenDoor.LIMITS, "", allowed.toString());
        Files.delete(data.resolve("drafts"));
        Files.writeString(data.resolve("drafts"), "in the way");

        HttpResponse<String> answer = open.json("{\"uri\":\"" + inside.toUri() + "\"}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("drafts");
    }

    /** Else a handful of clients, each with a part of a body, would shut out all others. */
    @Test
    void clients_that_fall_silent_are_given_up_and_others_have_their_places() throws Exception {
        door();
        open.door().giveUpOnSilentAfter(2000);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < ServeLimits.UPLOADS; i++) {
                Socket socket = new Socket("127.0.0.1", open.door().port());
                silent.add(socket);
                socket.getOutputStream()
                        .write("POST /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket socket : silent) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 408 ");
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }

        assertThat(data.resolve("drafts")).isEmptyDirectory();
        open.door().giveUpOnSilentAfter(30_000);
        assertThat(open.accepted("")).isNotEmpty();
    }
}
