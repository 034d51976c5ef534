package io.pagestream.jobs.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the JobManager says; while it is away it says nothing. */
final class ClusterRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SAVEPOINT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private final int port;

    ClusterRest(int port) {
        this.port = port;
    }

    /**
     * @param triggered milliseconds since 1970
     * @param bytes all state, what lies in buffers included
     * @param millis from the trigger to the last acknowledgement
     */
    record Checkpoint(long id, long triggered, long bytes, long millis) {}

    /** Free slots of each TaskManager, by its resource id. */
    Map<String, Integer> taskManagers() {
        Map<String, Integer> free = new HashMap<>();
        for (JsonNode each : get("/taskmanagers").path("taskmanagers")) {
            free.put(each.path("id").asText(), each.path("freeSlots").asInt());
        }
        return free;
    }

    /** The state of a job, UNKNOWN when nobody says. */
    String state(String job) {
        return get("/jobs/" + job).path("state").asText("UNKNOWN");
    }

    /** Whether every subtask of a job runs. */
    boolean runs(String job) {
        JsonNode found = get("/jobs/" + job);
        int tasks = 0;
        int running = 0;
        for (JsonNode vertex : found.path("vertices")) {
            tasks += vertex.path("parallelism").asInt();
            running += vertex.path("tasks").path("RUNNING").asInt();
        }
        return found.path("state").asText().equals("RUNNING") && tasks > 0 && tasks == running;
    }

    Optional<Checkpoint> latestCheckpoint(String job) {
        JsonNode found = get("/jobs/" + job + "/checkpoints").path("latest").path("completed");
        if (!found.has("id")) {
            return Optional.empty();
        }
        return Optional.of(new Checkpoint(
                found.path("id").asLong(),
                found.path("trigger_timestamp").asLong(),
                found.path("state_size").asLong(),
                found.path("end_to_end_duration").asLong()));
    }

    /** Records that have arrived at the vertex whose name begins so; a second or two late. */
    long arrivedAt(String job, String vertex) {
        for (JsonNode each : get("/jobs/" + job).path("vertices")) {
            if (each.path("name").asText().startsWith(vertex)) {
                return each.path("metrics").path("read-records").asLong();
            }
        }
        return 0;
    }

    /** A figure of a TaskManager, such as {@code Status.JVM.Memory.Heap.Used}; 0 when it is not there yet. */
    long figure(String taskManager, String metric) {
        return value("/taskmanagers/" + taskManager + "/metrics?get=" + metric);
    }

    /** The same of the JobManager. */
    long jobManagerFigure(String metric) {
        return value("/jobmanager/metrics?get=" + metric);
    }

    private long value(String path) {
        return get(path).path(0).path("value").asLong();
    }

    /** How many checkpoints were completed and how many failed since the JobManager has the job. */
    String checkpointCounts(String job) {
        JsonNode counts = get("/jobs/" + job + "/checkpoints").path("counts");
        return counts.path("completed").asText("?") + " completed, "
                + counts.path("failed").asText("?") + " failed";
    }

    /** Stops the job with a savepoint; gives the savepoint's place. */
    String stopWithSavepoint(String job, Path folder) throws IOException {
        String body = "{\"drain\": false, \"targetDirectory\": \"" + folder.toUri() + "\"}";
        HttpRequest request = request("/jobs/" + job + "/stop")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String trigger = send(request).path("request-id").asText();
        long end = System.nanoTime() + SAVEPOINT.toNanos();
        while (System.nanoTime() < end) {
            JsonNode operation = get("/jobs/" + job + "/savepoints/" + trigger);
            if (operation.path("status").path("id").asText().equals("COMPLETED")) {
                String place = operation.path("operation").path("location").asText();
                if (place.isEmpty()) {
                    throw new IOException("the savepoint failed: " + operation);
                }
                return place;
            }
            Patience.pause(200);
        }
        throw new IOException("no savepoint of " + job + " after " + SAVEPOINT);
    }

    void cancel(String job) throws IOException {
        send(request("/jobs/" + job + "?mode=cancel")
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private JsonNode get(String path) {
        try {
            return send(request(path).GET().build());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(TIMEOUT);
    }

    private static JsonNode send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(request.uri() + " answers " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
