package io.pagestream.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.jobs.command.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/**
 * A command as a person types it, run in this JVM, and what came of it.
 *
 * @param code of the process
 * @param out stdout
 * @param err stderr
 */
public record Typed(int code, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Typed command(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new Main(new Streams(printing(out), printing(err))).run(args);
        return new Typed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** All commands, to parse lines and to print help without running anything. */
    public static CommandLine commands() {
        return new Main(new Streams(System.out, System.err)).commands();
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** The lines of stdout that have this {@code type}. */
    public List<JsonNode> lines(String type) {
        return out.lines()
                .map(Typed::parsed)
                .filter(line -> line.get("type").asText().equals(type))
                .toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + line, e);
        }
    }
}
