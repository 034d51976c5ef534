package io.pagestream.jobs.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.command.PagePictures;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagePicturesTest {

    @TempDir
    Path place;

    @Test
    void a_page_that_was_turned_and_made_level_shows_its_lines_where_their_boxes_are() throws Exception {
        MadeResults made = MadeResults.in(place);
        try (PagePictures pictures = new PagePictures(new NamedSources(List.of(made.documents())))) {
            for (OcrResult result : results(made).subList(0, 2)) {
                PageText page = result.getPages().get(0);
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(pictures.jpeg(result.getSource(), page)));

                assertThat((double) picture.getWidth() / picture.getHeight())
                        .isCloseTo((double) page.getWidth() / page.getHeight(), within());
                for (Line line : page.getLines()) {
                    assertThat(ink(picture, line.getBox(), page))
                            .as(result.getDocumentId() + ": " + line.getText())
                            .isGreaterThan(0.03);
                    assertThat(ink(picture, below(line.getBox()), page))
                            .as("below " + line.getText())
                            .isLessThan(0.001);
                }
                assertThat(ink(picture, new Box(90.0, 10.0, 700.0, 90.0), page)).isLessThan(0.01);
                assertThat(ink(picture, new Box(780.0, 200.0, 880.0, 1200.0), page))
                        .isLessThan(0.01);
            }
        }
    }

    @Test
    void a_document_outside_the_named_folder_is_not_opened() throws Exception {
        MadeResults made = MadeResults.in(place);
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        OcrResult result = results(made).get(0);
        try (PagePictures pictures = new PagePictures(new NamedSources(List.of(elsewhere)))) {
            assertThatThrownBy(() ->
                            pictures.jpeg(result.getSource(), result.getPages().get(0)))
                    .isInstanceOf(RecordFault.class)
                    .hasMessageContaining("allowed root");
        }
    }

    @Test
    void without_a_folder_only_bytes_that_the_results_know_are_opened() throws Exception {
        MadeResults made = MadeResults.in(place);
        OcrResult result = results(made).get(0);
        PageText page = result.getPages().get(0);
        try (PagePictures pictures = new PagePictures(new NamedSources(List.of()))) {
            assertThat(pictures.jpeg(result.getSource(), page)).isNotEmpty();

            ClaimCheck unknown =
                    ClaimCheck.newBuilder(result.getSource()).setSha256("").build();
            assertThatThrownBy(() -> pictures.jpeg(unknown, page)).hasMessageContaining("--documents");
            ClaimCheck other = ClaimCheck.newBuilder(result.getSource())
                    .setSha256("0".repeat(64))
                    .build();
            assertThatThrownBy(() -> pictures.jpeg(other, page)).hasMessageContaining("SHA-256");
            ClaimCheck web = ClaimCheck.newBuilder(result.getSource())
                    .setUri("http://127.0.0.1:1/x.png")
                    .build();
            assertThatThrownBy(() -> pictures.jpeg(web, page)).hasMessageContaining("--documents");
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.01);
    }

    private static List<OcrResult> results(MadeResults made) throws Exception {
        return Files.readAllLines(made.results().resolve("results.jsonl")).stream()
                .map(line -> (OcrResult) JsonLines.parse(line))
                .toList();
    }

    /** The empty strip before the next line. */
    private static Box below(Box line) {
        return new Box(line.getLeft(), line.getBottom() + 8, line.getRight(), line.getBottom() + 26);
    }

    /** The share of dark pixels in a box of the page. */
    private static double ink(BufferedImage picture, Box box, PageText page) {
        double scale = (double) picture.getWidth() / page.getWidth();
        int dark = 0;
        int all = 0;
        for (int y = (int) (box.getTop() * scale); y < box.getBottom() * scale; y++) {
            for (int x = (int) (box.getLeft() * scale); x < box.getRight() * scale; x++) {
                dark += (picture.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
                all++;
            }
        }
        return (double) dark / all;
    }
}
