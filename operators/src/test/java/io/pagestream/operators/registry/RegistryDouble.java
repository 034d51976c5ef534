package io.pagestream.operators.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.options.RegistryOptions.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers over HTTP as a registry does. Not a registry: paths, status codes and bodies are those that Apicurio Registry 3.3.3
 * gave, at {@code /apis/ccompat/v7} and {@code /apis/registry/v3}, when it was asked the same.
 */
final class RegistryDouble implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    final List<String> calls = new ArrayList<>();

    /** Answered instead of anything else when it is not 0. */
    volatile int status;

    private final List<String> schemas = new ArrayList<>();
    private final HttpServer server;

    RegistryDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    RegistryOptions options(Kind kind, boolean register) {
        String base = kind == Kind.CONFLUENT ? "/apis/ccompat/v7" : "/apis/registry/v3";
        return new RegistryOptions(address() + base, kind, register, "Bearer open-sesame");
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int add(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        calls.add(call.getRequestMethod() + " " + path);
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (status != 0) {
            send(call, status, "out of order");
        } else if (!"Bearer open-sesame".equals(call.getRequestHeaders().getFirst("Authorization"))) {
            send(call, 401, "{}");
        } else if (path.startsWith("/apis/ccompat/v7")) {
            confluent(call, path.substring("/apis/ccompat/v7".length()), body);
        } else if (path.startsWith("/apis/registry/v3")) {
            apicurio(call, path.substring("/apis/registry/v3".length()), body);
        } else {
            send(call, 404, "<html>no such page</html>");
        }
    }

    private void confluent(HttpExchange call, String path, String body) throws IOException {
        if (path.startsWith("/schemas/ids/")) {
            int id = idIn(path);
            if (id > 0 && id <= schemas.size()) {
                send(
                        call,
                        200,
                        JSON.createObjectNode()
                                .put("schema", schemas.get(id - 1))
                                .toString());
            } else {
                send(call, 404, "{\"message\":\"Schema " + id + " not found.\",\"error_code\":40403}");
            }
        } else if (path.equals("/subjects/topic-value/versions")) {
            send(call, 200, "{\"id\":" + add(JSON.readTree(body).get("schema").asText()) + "}");
        } else {
            int id = schemas.indexOf(JSON.readTree(body).get("schema").asText()) + 1;
            String absent = "{\"message\":\"Subject 'topic-value' not found.\",\"error_code\":40401}";
            send(
                    call,
                    id == 0 ? 404 : 200,
                    id == 0 ? absent : "{\"subject\":\"topic-value\",\"version\":1,\"id\":" + id + "}");
        }
    }

    private void apicurio(HttpExchange call, String path, String body) throws IOException {
        if (path.startsWith("/ids/contentIds/")) {
            int id = idIn(path);
            String absent = "{\"title\":\"No content with ID '" + id
                    + "' was found.\",\"status\":404,\"name\":\"ContentNotFoundException\"}";
            boolean there = id > 0 && id <= schemas.size();
            send(call, there ? 200 : 404, there ? schemas.get(id - 1) : absent);
        } else if (path.equals("/groups/default/artifacts")) {
            JsonNode artifact = JSON.readTree(body);
            int id = add(artifact.at("/firstVersion/content/content").asText());
            ObjectNode answer = JSON.createObjectNode();
            answer.putObject("artifact")
                    .put("artifactId", artifact.get("artifactId").asText());
            answer.putObject("version")
                    .put("version", "1")
                    .put("globalId", id + 100)
                    .put("contentId", id);
            send(call, 200, answer.toString());
        } else {
            int id = schemas.indexOf(body) + 1;
            String found = "{\"count\":1,\"versions\":[{\"globalId\":" + (id + 100) + ",\"contentId\":" + id + "}]}";
            send(call, 200, id == 0 ? "{\"count\":0,\"versions\":[]}" : found);
        }
    }

    private static int idIn(String path) {
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
