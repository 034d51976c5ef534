package io.pagestream.operators.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * Requests to a registry. An answer is waited for and limited in size; a redirect is not followed, because it would be
 * shown the password; what may pass (no connection, 429, 5xx) is tried again.
 */
final class RegistryCalls {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int ATTEMPTS = 3;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_SAID = 300;

    /** Bad request, not found, gone, unprocessable: what the registries say of ids and schemas that they do not have. */
    private static final Set<Integer> ABSENT = Set.of(400, 404, 410, 422);

    private final String url;
    private final String authorization;
    private final HttpClient client;

    RegistryCalls(String url, String authorization) {
        this.url = url;
        this.authorization = authorization;
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What came back: 2xx, or a refusal that concerns what was asked for and not who asked or when. */
    record Answer(int status, String text) {

        /**
         * Whether the registry has what was asked for.
         *
         * @param mark a field of the registry's own refusals: another server's 404 says nothing about schemas
         */
        boolean isThere(String mark) {
            if (status / 100 == 2) {
                return true;
            }
            if (!json().has(mark)) {
                throw new RegistryFailure("the answer " + status + ", " + start(text)
                        + ", is not a registry's; are the address and the kind of the registry right?");
            }
            return false;
        }

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new RegistryFailure("the registry answered " + start(text) + ", which is not JSON", e);
            }
        }
    }

    Answer get(String path) {
        return call(path, request(path).GET());
    }

    Answer post(String path, String contentType, String body) {
        return call(path, request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private Answer call(String path, HttpRequest.Builder request) {
        RegistryFailure last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                Answer answer = once(request.build());
                if (answer.status / 100 == 2 || ABSENT.contains(answer.status)) {
                    return answer;
                }
                last = new RegistryFailure(
                        "the registry answered " + answer.status + " to " + url + path + ": " + start(answer.text));
                if (answer.status < 500 && answer.status != 429) {
                    throw last;
                }
            } catch (IOException e) {
                last = new RegistryFailure("the registry cannot be asked for " + url + path + ": " + e, e);
            }
            pause(attempt);
        }
        throw last;
    }

    private Answer once(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new RegistryFailure(
                            "the registry's answer to " + request.uri() + " is longer than " + MAX_BYTES + " bytes");
                }
                return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryFailure("interrupted while the registry was asked", e);
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(attempt == ATTEMPTS ? 0 : PAUSE.toMillis() << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryFailure("interrupted while the registry was asked", e);
        }
    }

    private static String start(String text) {
        return text.length() <= MAX_SAID ? text : text.substring(0, MAX_SAID) + "...";
    }
}
