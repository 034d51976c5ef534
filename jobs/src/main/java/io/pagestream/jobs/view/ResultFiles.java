package io.pagestream.jobs.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files of a folder hold results: those that {@code read --out} writes, or while it runs the hidden ones that will get
 * these names at the end; and those of a Flink job that writes into {@code FOLDER/results/day=...}.
 */
final class ResultFiles {

    private static final List<String> NAMES = List.of("results", "answers", "dead-letters");
    private static final String ENDING = ".jsonl";
    private static final int MOST = 10_000;

    private ResultFiles() {}

    /** @param place a folder, or one file of lines */
    static List<Path> in(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        List<Path> files = new ArrayList<>();
        for (String name : NAMES) {
            Path done = place.resolve(name + ENDING);
            Path draft = place.resolve("." + name + ENDING + ".part");
            // Both: an earlier run has ended and a later one is writing, or was ended before its end.
            if (time(draft).compareTo(time(done)) > 0) {
                files.add(draft);
            } else if (Files.isRegularFile(done)) {
                files.add(done);
            }
            addFinished(place.resolve(name), files);
        }
        return files;
    }

    /** Whether the file waits for its name. */
    static boolean isDraft(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** Flink hides what no checkpoint has made final. */
    private static void addFinished(Path folder, List<Path> files) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder, 2)) {
            found.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .filter(file ->
                            !isDraft(file) && !file.getFileName().toString().startsWith("_"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST)
                    .forEach(files::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
