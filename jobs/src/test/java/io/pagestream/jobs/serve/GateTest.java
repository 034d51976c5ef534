package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GateTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer 0123456789abcdef0123456789abcdeF", "Basic " + TOKEN, TOKEN})
    void with_a_token_nobody_comes_in_without_it(String authorization) throws Exception {
        try (OpenDoor open = OpenDoor.over(data, OpenDoor.LIMITS, TOKEN)) {
            HttpRequest.Builder request = open.request("/v1/documents").setHeader("Authorization", authorization);

            assertThat(open.send(request).statusCode()).isEqualTo(401);
            assertThat(open.send(request).headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"pagestream\"");
            assertThat(open.send(request.POST(BodyPublishers.ofString("bytes"))).statusCode())
                    .isEqualTo(401);
            assertThat(open.store().documents()).isZero();
            assertThat(open.get("/v1/documents").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void health_is_asked_without_a_token() throws Exception {
        try (OpenDoor open = OpenDoor.over(data, OpenDoor.LIMITS, TOKEN)) {
            HttpRequest.Builder live = open.request("/health/live").setHeader("Authorization", "");

            assertThat(open.send(live).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void without_a_token_web_pages_are_kept_out() throws Exception {
        try (OpenDoor open = OpenDoor.over(data, OpenDoor.LIMITS, "")) {
            HttpRequest.Builder page = open.request("/v1/documents")
                    .header("Origin", "https://evil.example")
                    .POST(BodyPublishers.ofString("bytes"));

            assertThat(open.send(page).statusCode()).isEqualTo(403);
            assertThat(open.store().documents()).isZero();
            assertThat(open.raw("GET /v1/documents HTTP/1.1\r\nHost: evil.example"))
                    .contains("400");
            assertThat(open.raw("GET http://evil.example/v1/documents HTTP/1.1"))
                    .doesNotContain(" 200 ");
            assertThat(open.get("/v1/documents").headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with spaces in it, and long", "ümläute-sind-keine-zeichen-hier"})
    void a_token_that_is_none_is_refused(String token) {
        assertThatThrownBy(() -> new Gate(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl")
                .hasMessageNotContaining(token);
    }
}
