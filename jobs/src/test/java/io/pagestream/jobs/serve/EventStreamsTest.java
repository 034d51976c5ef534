package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.schemas.FinishReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamsTest {

    @TempDir
    Path data;

    private OpenDoor open;

    @BeforeEach
    void start() throws Exception {
        open = OpenDoor.over(data, OpenDoor.LIMITS, "");
    }

    @AfterEach
    void stop() throws Exception {
        open.close();
    }

    private record Event(String id, String name, JsonNode data) {}

    /** A stream of events as a browser reads it. */
    private static final class Stream implements AutoCloseable {

        private final BufferedReader lines;

        Stream(HttpResponse<InputStream> answer) {
            assertThat(answer.statusCode()).isEqualTo(200);
            this.lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        /** The next event; null at the end of the stream. */
        Event next() throws IOException {
            String id = "";
            String name = "";
            String data = "";
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data += line.substring(5).strip();
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(id, name, new ObjectMapper().readTree(data));
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private HttpResponse<InputStream> ask(String path, String lastEvent) throws Exception {
        HttpRequest.Builder request = open.request(path).header("Accept", "text/event-stream");
        if (lastEvent != null) {
            request.header("Last-Event-ID", lastEvent);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    }

    @Test
    void a_document_is_followed_to_its_end_and_no_further() throws Exception {
        String id = open.accepted("");
        String path = "/v1/documents/" + id + "/events";
        String last;
        try (Stream events = new Stream(ask(path, null))) {
            assertThat(events.next().data().get("state").asText()).isEqualTo("QUEUED");
            open.tell(Made.progress(id, 2, 1, 0));
            Event running = events.next();
            assertThat(running.data().get("state").asText()).isEqualTo("RUNNING");
            assertThat(running.data().get("pages").get("done").asInt()).isEqualTo(1);
            open.tell(Made.result(id, FinishReason.STOP, FinishReason.STOP));
            Event end = events.next();
            assertThat(end.data().get("state").asText()).isEqualTo("COMPLETE");
            assertThat(events.next()).isNull();
            last = end.id();
        }

        assertThat(ask(path, last).statusCode()).as("nothing has changed since").isEqualTo(204);
        try (Stream late = new Stream(ask(path, null))) {
            assertThat(late.next().id()).isEqualTo(last);
            assertThat(late.next()).isNull();
        }
    }

    @Test
    void who_comes_back_is_told_what_has_changed_meanwhile_also_after_a_restart() throws Exception {
        String first = open.accepted("");
        String last = open.status(first).get("revision").asText();
        String second = open.accepted("");
        String gone = open.accepted("");
        open.tell(Made.result(first, FinishReason.STOP));
        open.store().delete(open.store().require(gone));

        try (Stream events = new Stream(ask("/v1/events", last))) {
            assertThat(events.next().data().get("id").asText()).isEqualTo(second);
            assertThat(events.next().data().get("state").asText()).isEqualTo("COMPLETE");
            Event deleted = events.next();
            assertThat(deleted.name()).isEqualTo("deleted");
            assertThat(deleted.data().get("id").asText()).isEqualTo(gone);
        }
        open = open.again(data);
        try (Stream events = new Stream(ask("/v1/events", last))) {
            assertThat(events.next().data().get("id").asText()).isEqualTo(first);
            Event again = events.next();
            assertThat(again.data().get("id").asText()).isEqualTo(second);
            assertThat(Long.parseLong(again.id())).isGreaterThan(Long.parseLong(last));
        }
    }

    @Test
    void without_a_last_event_only_what_is_new_is_told() throws Exception {
        open.accepted("");
        try (Stream events = new Stream(ask("/v1/events", null))) {
            String id = open.accepted("");

            assertThat(events.next().data().get("id").asText()).isEqualTo(id);
        }
    }

    @Test
    void a_deleted_document_ends_its_stream() throws Exception {
        String id = open.accepted("");
        try (Stream events = new Stream(ask("/v1/documents/" + id + "/events", null))) {
            events.next();
            open.store().delete(open.store().require(id));

            assertThat(events.next().name()).isEqualTo("deleted");
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void who_does_not_want_events_is_told_how() throws Exception {
        assertThat(open.get("/v1/events").statusCode()).isEqualTo(406);
        assertThat(open.send(open.request("/v1/events")
                                .header("Accept", "text/event-stream")
                                .header("Last-Event-ID", "x"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void streams_that_have_ended_make_room_for_others() throws Exception {
        String id = open.accepted("");
        open.tell(Made.result(id, FinishReason.STOP));
        for (int i = 0; i < 2 * ServeLimits.STREAMS; i++) {
            try (Stream events = new Stream(ask("/v1/documents/" + id + "/events", null))) {
                events.next();
                assertThat(events.next()).isNull();
            }
        }
    }

    /** Else nobody notices that a client has gone, and proxies take the stream for dead. */
    @Test
    void a_stream_of_which_nothing_is_new_is_not_silent_while_other_documents_change() throws Exception {
        String id = open.accepted("");
        String other = open.accepted("");
        HttpResponse<InputStream> answer = ask("/v1/documents/" + id + "/events", null);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            Thread changing = new Thread(() -> {
                for (int done = 1; done < 30; done++) {
                    try {
                        open.tell(Made.progress(other, 100, done, 0));
                        Thread.sleep(500);
                    } catch (IOException | InterruptedException e) {
                        return;
                    }
                }
            });
            changing.start();
            try {
                List<String> seen = new ArrayList<>();
                for (String line = ""; line != null && !line.startsWith(":") && changing.isAlive(); ) {
                    line = lines.readLine();
                    seen.add(line);
                }
                assertThat(changing.isAlive()).as(seen.toString()).isTrue();
            } finally {
                changing.interrupt();
                changing.join();
            }
        }
    }
}
