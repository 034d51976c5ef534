package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jars of the processes, as the build has laid them out. */
public final class ClassPaths {

    static final Path TARGET = Path.of("target").toAbsolutePath();
    static final Path JOB_JAR = TARGET.resolve("pagestream-job.jar");

    /** What {@code deploy/README.md} puts into Flink's {@code plugins/}. */
    static final Path PLUGINS = TARGET.resolve("flink-plugins");

    private static final Path FLINK_HOME = TARGET.resolve("flink-home");
    private static final Path FLINK_LIB = TARGET.resolve("flink-lib");

    private ClassPaths() {}

    /** Flink itself, and what {@code deploy/README.md} puts into its {@code lib/}. */
    static String flink() {
        return jars(FLINK_HOME) + ":" + jars(FLINK_LIB);
    }

    /** What tests see: a broker is among it. */
    public static String tests() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(":"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " is not there; ./mvnw package makes it, without -Dquick", e);
        }
    }
}
