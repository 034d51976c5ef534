package io.pagestream.jobs.chaos;

import io.pagestream.formats.JsonLines;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lines of the files that a checkpoint has made final; the others begin with a point or an underscore. */
final class CommittedFiles {

    private final Path folder;

    CommittedFiles(Path folder) {
        this.folder = folder;
    }

    List<OcrResult> results() throws IOException {
        return lines("results", OcrResult.class);
    }

    List<DeadLetter> deadLetters() throws IOException {
        return lines("dead-letters", DeadLetter.class);
    }

    private <T> List<T> lines(String kind, Class<T> type) throws IOException {
        Path place = folder.resolve(kind);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        List<Path> finished;
        try (Stream<Path> files = Files.walk(place)) {
            finished = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("[^._].*\\.jsonl"))
                    .toList();
        }
        List<T> records = new ArrayList<>();
        for (Path file : finished) {
            for (String line : Files.readAllLines(file)) {
                records.add(type.cast(JsonLines.parse(line)));
            }
        }
        return records;
    }
}
