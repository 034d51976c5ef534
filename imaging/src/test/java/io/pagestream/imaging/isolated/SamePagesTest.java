package io.pagestream.imaging.isolated;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Over the documents of the decoders' tests, or over those of {@code -Dpagestream.isolated.documents=FOLDER}. */
class SamePagesTest {

    private static final Path DOCUMENTS =
            Path.of(System.getProperty("pagestream.isolated.documents", "src/test/documents"));

    @Test
    void everyDocumentGivesTheSamePixelsAndTextOrTheSameReasonInAProcessOfItsOwn() throws Exception {
        // The same memory as here: a page that does not fit at its resolution is rendered at a lower one.
        long heap = Runtime.getRuntime().maxMemory();
        ProcessOptions options = new ProcessOptions(RenderRule.DEFAULT, DecodeLimits.DEFAULT, heap, 1);
        List<String> here = new ArrayList<>();
        List<String> there = new ArrayList<>();
        try (IsolatedDecoder decoder = IsolatedDecoder.lease(options)) {
            for (Path file : files()) {
                byte[] bytes = Files.readAllBytes(file);
                here.add(
                        file.getFileName() + told(() -> DocumentDecoder.open(bytes, options.rule(), options.limits())));
                there.add(file.getFileName() + told(() -> decoder.open(bytes, "")));
            }
        }

        assertThat(here).hasSizeGreaterThan(70).anyMatch(line -> line.contains("px"));
        assertThat(there).containsExactlyElementsOf(here);
    }

    private interface Opening {
        PageCursor open() throws DecodeException;
    }

    /** What a reader is told of a document: every page's size and pixels, or why not. */
    private static String told(Opening opening) {
        StringBuilder told = new StringBuilder();
        try (PageCursor cursor = opening.open()) {
            told.append(cursor.mediaType()).append(cursor.renderer()).append(cursor.pageCount());
            for (int page = 0; page < Math.min(4, cursor.pageCount()); page++) {
                told.append(told(cursor, page));
            }
        } catch (DecodeException e) {
            told.append(' ').append(e.reason()).append(' ').append(e.getMessage());
        }
        return told.toString();
    }

    private static String told(PageCursor cursor, int page) {
        try {
            var image = cursor.page(page);
            int text = cursor.textLayer(page).hashCode();
            return " " + image.width() + "x" + image.height() + "px " + Arrays.hashCode(image.pixels()) + " " + text;
        } catch (DecodeException e) {
            return " " + e.reason() + " " + e.getMessage();
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(DOCUMENTS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
