package io.pagestream.jobs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary files of this process. Flink leaves 24 MB behind when the process ends before its cluster has. */
final class OwnFolder {

    private static final Path FOLDER = create();

    private OwnFolder() {}

    /** Goes, with everything in it, when the process ends. */
    static Path path() {
        return FOLDER;
    }

    private static Path create() {
        try {
            Path folder = Files.createTempDirectory("pagestream-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "pagestream-own-folder"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no folder can be made in " + System.getProperty("java.io.tmpdir") + "; is there space?", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // Flink is ending at the same time and may delete or write here: what is left, is left to the system.
        }
    }
}
