package io.pagestream.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Over the documents here, or over those of {@code -Dpagestream.documents=FOLDER}. */
class DocumentSweepTest {

    @Test
    void everyDocumentDecodesOrIsRefusedAsItsManifestExpects() throws Exception {
        Path folder = Optional.ofNullable(System.getProperty("pagestream.documents"))
                .map(Path::of)
                .orElseGet(Documents::folder);
        List<String> filesBefore = temporaryFiles();

        List<DocumentSweep.Outcome> outcomes = new DocumentSweep(folder).run(2);

        assertThat(outcomes).isNotEmpty();
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.complaint().isEmpty())
                .extracting(DocumentSweep.Outcome::line)
                .isEmpty();
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.reason().isPresent())
                .allSatisfy(outcome -> assertThat(outcome.detail()).isNotBlank());
        assertThat(temporaryFiles()).isEqualTo(filesBefore);
    }

    /** Those that ImageIO and PDFBox would leave behind. */
    private static List<String> temporaryFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("imageio") || name.startsWith("PDFBox"))
                    .sorted()
                    .toList();
        }
    }
}
