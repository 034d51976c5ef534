package io.pagestream.jobs.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A person at a shell: types a command, waits for its end, goes on; ends programs that do not end by themselves with Ctrl-C. */
final class Terminal implements AutoCloseable {

    static final int INTERRUPTED = 130;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=\\$\\(.*\\)");
    private static final int LAST = 4000;
    private static final Duration STEADY = Duration.ofSeconds(5);
    /** However this test ends, its programs do too: each is a group of its own. */
    private static final String KILL_WITH_THIS_TEST = "cat >/dev/null; kill -9 -- \"-$1\" 2>/dev/null";

    private final Path folder;
    private final List<Running> servers = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private int typed;

    Terminal(Path folder) {
        this.folder = folder;
    }

    /**
     * What came of a command.
     *
     * @param code of its end
     * @param said on stdout and stderr together
     */
    record Outcome(int code, String said) {}

    private record Running(String command, Process process, Process guard, Path output) {

        String said() throws IOException {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        }
    }

    /** {@code name=$(...)} on a line of its own is remembered for the commands behind it. */
    Outcome run(String command) throws Exception {
        Matcher assignment = ASSIGNMENT.matcher(command);
        if (!assignment.matches()) {
            return runToEnd(command);
        }
        String name = assignment.group(1);
        Path value = folder.resolve("target").resolve(name + ".value");
        Outcome outcome = runToEnd(command + "; code=$?; printf '%s' \"$" + name + "\" > " + value + "; exit $code");
        variables.put(name, Files.readString(value));
        return outcome;
    }

    private Outcome runToEnd(String command) throws Exception {
        Running running = begin(command);
        if (!running.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            end(running, "KILL");
            throw new AssertionError("not at its end after " + PATIENCE + ": " + command + "\n" + running.said());
        }
        end(running, "KILL");
        return new Outcome(running.process.exitValue(), running.said());
    }

    /** Waits until it has said something and gone on for a while, then presses Ctrl-C. */
    Outcome runUntilCtrlC(String command) throws Exception {
        Running running = begin(command);
        Instant until = Instant.now().plus(PATIENCE);
        while (running.process.isAlive()
                && running.said().isBlank()
                && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
        running.process.waitFor(STEADY.toSeconds(), TimeUnit.SECONDS);
        return interrupt(running);
    }

    /** Starts it and goes on at once, as with an ampersand. */
    void start(String command) throws IOException {
        servers.add(begin(command));
    }

    /** What the programs in the background have said, for who wants to know why something else failed. */
    String servers() throws IOException {
        StringBuilder said = new StringBuilder();
        for (Running server : servers) {
            said.append("\n--- ").append(server.command).append(server.process.isAlive() ? "" : "  (has ended)");
            said.append('\n').append(server.said());
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                String text = Files.readString(log);
                said.append("\n--- ").append(log.getFileName()).append('\n');
                said.append(text.substring(Math.max(0, text.length() - LAST)));
            }
        }
        return said.toString();
    }

    boolean hasServers() {
        return servers.stream().anyMatch(server -> server.process.isAlive());
    }

    private Running begin(String command) throws IOException {
        Path output = Files.createDirectories(folder.resolve("target/said")).resolve(++typed + ".txt");
        ProcessBuilder shell = new ProcessBuilder("setsid", "sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        shell.environment().putAll(variables);
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("PAGESTREAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = shell.start();
        Process guard = new ProcessBuilder("sh", "-c", KILL_WITH_THIS_TEST, "guard", Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Running(command, process, guard, output);
    }

    private static Outcome interrupt(Running running) throws Exception {
        end(running, "INT");
        return new Outcome(running.process.exitValue(), running.said());
    }

    private static void end(Running running, String signal) throws IOException, InterruptedException {
        running.guard.destroyForcibly();
        List<ProcessHandle> all = Stream.concat(running.process.descendants(), Stream.of(running.process.toHandle()))
                .filter(ProcessHandle::isAlive)
                .toList();
        for (ProcessHandle each : all) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(each.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        if (!running.process.waitFor(60, TimeUnit.SECONDS)) {
            running.process.destroyForcibly().waitFor();
            throw new AssertionError("still there a minute after Ctrl-C: " + running.command + "\n" + running.said());
        }
    }

    @Override
    public void close() {
        try {
            for (int i = servers.size() - 1; i >= 0; i--) {
                end(servers.get(i), "INT");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("programs in the background could not be ended", e);
        }
        servers.clear();
    }
}
