package io.pagestream.jobs.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.command.PagePictures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewServerTest {

    @TempDir
    Path place;

    private MadeResults made;
    private ResultFolder folder;
    private ViewServer server;

    @BeforeEach
    void start() throws IOException {
        made = MadeResults.in(place);
        folder = new ResultFolder(made.results(), new NamedSources(List.of()));
        folder.refresh();
        server = new ViewServer(folder, new PagePictures(new NamedSources(List.of(made.documents()))), 0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        folder.close();
    }

    @Test
    void the_page_may_load_nothing_from_elsewhere() throws Exception {
        HttpResponse<String> page = get("");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.body()).doesNotContain("http:", "https:", "style=", "onclick");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/documents", "/0123456789abcdef0123456789abcdef/", "/favicon.ico"})
    void without_the_token_there_is_nothing(String path) throws Exception {
        URI root = URI.create(server.address()).resolve("/");

        HttpResponse<String> answer = send(HttpRequest.newBuilder(root.resolve(path)));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("invoice");
    }

    /** Of a web page that had its own name point to this machine. */
    @Test
    void another_name_of_the_host_is_refused_with_the_right_token() throws Exception {
        URI address = URI.create(server.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String request = "GET " + address.getPath() + "api/documents HTTP/1.1\r\nHost: evil.example:"
                    + address.getPort() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("invoice");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "../view.css",
                "..%2f..%2fdemo%2fletter.pdf",
                "api/documents/99",
                "api/documents/0/pages/0/x"
            })
    void what_is_not_part_of_the_viewer_is_not_served(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void hostile_text_is_escaped_in_html() throws Exception {
        HttpResponse<String> page = get("api/documents/2/pages/0");

        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("href=\\\"javascript");
    }

    @Test
    void a_picture_that_cannot_be_shown_has_a_reason() throws Exception {
        HttpResponse<String> picture = get("api/documents/2/pages/0/picture");

        assertThat(picture.statusCode()).isEqualTo(409);
        assertThat(picture.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(picture.body()).contains("\"detail\":", "file:///nowhere/");
        assertThat(get("api/documents/3/pages/-1/picture").body()).contains("NOT_FOUND");
    }

    @Test
    void a_search_without_words_is_a_problem_and_no_failure() throws Exception {
        assertThat(get("api/search?q=").statusCode()).isEqualTo(400);
        assertThat(get("api/search?q=%28").body()).contains("\"hits\":[");
        assertThat(get("api/documents?from=x").body()).contains("expected a number, got 'x'");
    }

    @Test
    @Timeout(60)
    void what_is_added_to_a_file_is_told_as_an_event() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "api/events"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> events = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(data(lines)).contains("\"documents\":4");

            Files.writeString(
                    made.results().resolve("results.jsonl"),
                    MadeResults.another("new", "x") + "\n",
                    StandardOpenOption.APPEND);

            assertThat(data(lines)).contains("\"documents\":5");
        }
    }

    private static String data(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data:")) {
            line = lines.readLine();
        }
        return line;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.address() + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
