package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door and the store, with a stream that a test plays. */
@Timeout(60)
class DoorTest {

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

    @Test
    void what_is_submitted_is_on_disk_when_the_client_is_told() throws Exception {
        HttpResponse<String> answer = door().submit("?name=a.pdf&task=fields&fields=total&fields=date", "bytes");

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode status = OpenDoor.json(answer);
        String id = status.get("id").asText();
        assertThat(answer.headers().firstValue("Location")).contains("/v1/documents/" + id);
        assertThat(status.get("state").asText()).isEqualTo("QUEUED");
        assertThat(status.get("name").asText()).isEqualTo("a.pdf");
        assertThat(data.resolve("documents").resolve(id).resolve("content")).hasContent("bytes");
        assertThat(open.next().getQuestions()).extracting("text").containsExactly("total", "date");
    }

    @Test
    void the_stream_gets_each_open_document_and_after_a_restart_again() throws Exception {
        String first = door().accepted("");
        String second = open.accepted("?lane=backfill&pages=0-2&pages=4&textLayer=ignore");
        open.tell(Made.result(first, FinishReason.STOP));

        open = open.again(data);

        assertThat(open.requests()).singleElement().satisfies(request -> {
            assertThat(request.getDocumentId()).isEqualTo(second);
            assertThat(request.getLane()).hasToString("BACKFILL");
            assertThat(request.getTextLayer()).hasToString("IGNORE");
            assertThat(request.getPages()).hasSize(2);
            assertThat(Path.of(URI.create(request.getSource().getUri()))).hasContent("bytes");
        });
        assertThat(open.status(first).get("state").asText()).isEqualTo("COMPLETE");
        assertThat(open.get("/v1/documents/" + first + "/result?format=text").body())
                .contains("1");
    }

    /** A process that ends in the middle of a document has left answers and letters behind. */
    @Test
    void what_came_of_an_open_document_before_a_restart_is_not_there_twice() throws Exception {
        String id = door().accepted("?task=ask&questions=what%3F");
        open.tell(Made.progress(id, 2, 0, 0));
        open.tell(Made.answer(id, 0, "q1"));

        open = open.again(data);
        assertThat(open.status(id).get("state").asText()).isEqualTo("QUEUED");
        open.tell(Made.progress(id, 2, 0, 0));
        open.tell(Made.answer(id, 0, "q1"));
        open.tell(Made.answer(id, 1, "q1"));

        assertThat(open.status(id).get("state").asText()).isEqualTo("COMPLETE");
        JsonNode answers = OpenDoor.json(open.get("/v1/documents/" + id + "/answers"));
        assertThat(answers.get("answers"))
                .extracting(each -> each.get("page").asInt())
                .containsExactly(0, 1);
    }

    @Test
    void an_end_is_final() throws Exception {
        String id = door().accepted("");
        open.tell(Made.letter(id, null, null, Stage.SPLIT));
        JsonNode ended = open.status(id);
        assertThat(ended.get("state").asText()).isEqualTo("FAILED");
        assertThat(ended.get("reasons").get(0).get("reason").asText()).isEqualTo("CORRUPT");

        open.tell(Made.result(id, FinishReason.STOP));

        assertThat(open.status(id)).isEqualTo(ended);
        assertThat(open.get("/v1/documents/" + id + "/result").statusCode()).isEqualTo(409);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "json, application/json, '\"type\" : \"document\"'",
        "markdown, text/markdown, '| a | b |'",
        "text, text/plain, a",
        "html, text/html, <table>",
        "hocr, text/vnd.hocr+html, ocr_page",
        "alto, application/xml, alto",
        "csv, text/csv, p1.t1.csv",
        "chunks, application/x-ndjson, text"
    })
    void a_result_comes_in_every_format(String format, String type, String content) throws Exception {
        String id = door().accepted("");
        open.tell(Made.result(id, FinishReason.STOP));
        String path = "/v1/documents/" + id + "/result";

        HttpResponse<String> named = open.get(path + "?format=" + format);
        HttpResponse<String> negotiated =
                open.send(open.request(path).header("Accept", "image/png, " + type + ";q=0.9, */*;q=0.1"));

        assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
        assertThat(named.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(named.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox");
        assertThat(named.body()).contains(content);
        assertThat(negotiated.body()).isEqualTo(named.body());
    }

    @Test
    void a_format_that_is_not_there_or_cannot_be_written_is_told() throws Exception {
        String id = door().accepted("");
        String path = "/v1/documents/" + id + "/result";
        HttpResponse<String> early = open.get(path);
        open.tell(Made.result(id, FinishReason.STOP));

        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.headers().firstValue("Retry-After")).isPresent();
        assertThat(open.get(path + "?format=docx").statusCode()).isEqualTo(400);
        assertThat(open.send(open.request(path).header("Accept", "image/png")).statusCode())
                .isEqualTo(406);
        assertThat(OpenDoor.json(open.get(path + "?format=pdf")).get("reason").asText())
                .isEqualTo("BROKEN");
        assertThat(open.get(path + "?format=csv&file=p1.t1.csv").body()).contains("1,2");
        assertThat(open.get(path + "?format=csv&file=../../x").statusCode()).isEqualTo(404);
    }

    @Test
    void a_deleted_document_is_gone_and_what_still_comes_of_it_is_passed_over() throws Exception {
        String id = door().accepted("");
        assertThat(open.send(open.request("/v1/documents/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        open.tell(Made.result(id, FinishReason.STOP));

        assertThat(open.get("/v1/documents/" + id).statusCode()).isEqualTo(404);
        assertThat(open.documents()).isEmpty();
        assertThat(open.requests()).isEmpty();
        assertThat(files())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("lock");
    }

    @Test
    void a_folder_has_one_server() throws Exception {
        door();

        assertThatThrownBy(() -> OpenDoor.over(data, OpenDoor.LIMITS, ""))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--data");
    }

    /** What a crash leaves of a submission that nobody was told is accepted. */
    @Test
    void half_a_submission_is_no_document() throws Exception {
        door();
        Path half = Files.createDirectories(data.resolve("drafts/half"));
        Files.writeString(half.resolve("content"), "half");
        Path odd = Files.createDirectories(data.resolve("documents/odd"));
        Files.writeString(odd.resolve("request.json"), "{");

        open = open.again(data);

        assertThat(half).doesNotExist();
        assertThat(open.documents()).isEmpty();
        assertThat(open.accepted("")).isNotEmpty();
    }

    @Test
    void the_list_comes_in_pages_latest_first() throws Exception {
        String first = door().accepted("");
        String second = open.accepted("");
        String third = open.accepted("");
        open.tell(Made.result(second, FinishReason.STOP));

        JsonNode page = OpenDoor.json(open.get("/v1/documents?limit=2"));
        JsonNode rest = OpenDoor.json(
                open.get("/v1/documents?limit=2&after=" + page.get("next").asText()));

        assertThat(page.get("documents"))
                .extracting(each -> each.get("id").asText())
                .containsExactly(third, second);
        assertThat(rest.get("documents"))
                .extracting(each -> each.get("id").asText())
                .containsExactly(first);
        assertThat(rest.has("next")).isFalse();
        assertThat(OpenDoor.json(open.get("/v1/documents?state=complete")).get("documents"))
                .hasSize(1);
        assertThat(open.get("/v1/documents?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void limits_are_told_with_what_to_do() throws Exception {
        door(new ServeLimits(10, 1, 1 << 20, Duration.ofDays(1)), "").accepted("");
        HttpResponse<String> full = open.submit("", "bytes");
        open.tell(Made.result(open.documents().get(0), FinishReason.STOP));

        assertThat(full.statusCode()).isEqualTo(429);
        assertThat(full.headers().firstValue("Retry-After")).isPresent();
        assertThat(open.sendAlone(open.request("/v1/documents").POST(BodyPublishers.ofString("more than ten bytes")))
                        .statusCode())
                .isEqualTo(413);
        assertThat(open.sendAlone(open.request("/v1/documents").POST(OpenDoor.chunked("more than ten bytes")))
                        .statusCode())
                .isEqualTo(413);
        String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + "a".repeat(5000)
                + "\r\n--x--\r\n";
        HttpResponse<String> large = open.sendAlone(open.request("/v1/documents")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(OpenDoor.chunked(form)));
        assertThat(large.statusCode()).as(large.body()).isEqualTo(413);
        HttpResponse<String> broken = open.sendAlone(open.request("/v1/documents")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString("--y")));
        assertThat(broken.statusCode()).as(broken.body()).isEqualTo(400);
        assertThat(OpenDoor.json(open.submit("", "")).get("reason").asText()).isEqualTo("EMPTY");
        assertThat(files()).noneMatch(file -> file.toString().contains("drafts"));
        assertThat(open.documents()).hasSize(1);
    }

    @Test
    void a_full_disk_is_told_before_the_bytes_are_taken_and_after() throws Exception {
        door(new ServeLimits(100, 10, 12, Duration.ofDays(1)), "").accepted("");

        HttpResponse<String> announced = open.submit("", "nine byte");
        HttpResponse<String> noticed =
                open.sendAlone(open.request("/v1/documents").POST(OpenDoor.chunked("nine byte")));

        assertThat(announced.statusCode()).isEqualTo(507);
        assertThat(noticed.statusCode()).isEqualTo(507);
        assertThat(OpenDoor.json(noticed).get("detail").asText()).contains("--max-disk");
        assertThat(files()).noneMatch(file -> file.toString().contains("drafts"));
        assertThat(open.documents()).hasSize(1);
    }

    @Test
    void what_is_too_old_goes() throws Exception {
        String id =
                door(new ServeLimits(10, 1, 1 << 20, Duration.ofMillis(1)), "").accepted("");
        open.store().sweep();
        assertThat(open.documents()).as("it has not ended").hasSize(1);
        open.tell(Made.result(id, FinishReason.STOP));
        Thread.sleep(5);

        open.store().sweep();

        assertThat(open.documents()).isEmpty();
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_told_as_one() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file + " is a file; --data expects a folder");
    }

    /** As where the disk is full: the sink fails, and the job begins again. */
    @Test
    void an_end_that_could_not_be_written_is_written_when_its_news_comes_again() throws Exception {
        String id = door().accepted("");
        Path inTheWay =
                Files.createDirectory(data.resolve("documents").resolve(id).resolve("end.json.draft"));
        assertThatThrownBy(() -> open.tell(Made.letter(id, null, null, Stage.SPLIT)))
                .isInstanceOf(IOException.class);
        Files.delete(inTheWay);

        open.tell(Made.letter(id, null, null, Stage.SPLIT));

        JsonNode status = open.status(id);
        assertThat(status.get("state").asText()).isEqualTo("FAILED");
        assertThat(status.get("reasons")).hasSize(1);
        assertThat(open.requests()).isEmpty();
    }

    @Test
    void numbers_grow_also_when_the_clock_was_set_back_meanwhile() throws Exception {
        String first = door().accepted("");
        Path request = data.resolve("documents").resolve(first).resolve("request.json");
        String later = Files.readString(request).replaceFirst("\"number\":\\d", "\"number\":9");
        Files.writeString(request, later);
        open = open.again(data);

        String second = open.accepted("");

        assertThat(open.documents()).containsExactly(second, first);
    }
}
