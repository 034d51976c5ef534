package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java machine of its own, with its log in a file of its own. It never outlives this one: a guard process kills it when
 * the pipe to this machine breaks, however this one ends.
 */
public final class JavaProcess implements AutoCloseable {

    private static final String GUARD = "cat >/dev/null; kill -9 \"$1\" 2>/dev/null";

    private static final Duration GONE = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final Process guard;

    private JavaProcess(String name, Process process, Process guard) {
        this.name = name;
        this.process = process;
        this.guard = guard;
    }

    /**
     * How to start one.
     *
     * @param name of its log, which a later process of the same name goes on with
     * @param logs folder of the log
     * @param options of the Java machine
     * @param environment variables beside those of this process
     */
    public record Recipe(
            String name, Path logs, List<String> options, String classPath, Map<String, String> environment) {

        public JavaProcess start(String mainClass, String... arguments) throws IOException {
            Files.createDirectories(logs);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-cp", classPath, mainClass));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(logs.resolve(name + ".log").toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Process guard = new ProcessBuilder("sh", "-c", GUARD, "guard", Long.toString(process.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new JavaProcess(name, process, guard);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}; returns when it is gone, and with it the processes that it had started. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        Patience.until(name + ", process " + pid() + ", is gone after kill -9", GONE, () -> !process.isAlive());
        guard.destroyForcibly();
        Patience.until(
                "the processes that " + name + " had started are gone: " + children,
                GONE,
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** {@code kill -TERM}; gives what it ended with. */
    public int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " is still there " + GONE + " after kill -TERM");
        }
        guard.destroyForcibly();
        return process.exitValue();
    }

    /** {@code kill -STOP}: it stands still, its connections stay open. */
    void freeze() throws IOException {
        signal("STOP");
    }

    void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("kill -" + signal + " " + pid() + " (" + name + ") ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
