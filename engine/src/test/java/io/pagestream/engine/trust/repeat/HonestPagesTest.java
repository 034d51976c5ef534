package io.pagestream.engine.trust.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HonestPagesTest {

    @TestFactory
    Stream<DynamicTest> aPageThatRepeatsItselfWithReasonIsNotCut() throws Exception {
        Map<String, String> pages = Honest.all();
        pages.putAll(realPages());
        assertThat(pages).hasSizeGreaterThanOrEqualTo(50);
        return pages.entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.getKey(),
                        () -> assertThat(Texts.read(page.getValue())).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> norWhenAnotherPageStandsBeforeIt() throws Exception {
        String before = realPages().get("p28-en-us-006-pg3.txt");
        return Honest.all().entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.getKey(),
                        () -> assertThat(Texts.read(before + page.getValue())).isEmpty()));
    }

    /** What no reader of text alone can tell from a loop. The ladder of retries has the last word there. */
    @Test
    void fillerTextAndSheetsOfLabelsAreTakenForLoops() {
        assertThat(Texts.read("This text has no meaning, it shows how the letters look in print on paper. ".repeat(7)))
                .isPresent();
        assertThat(Texts.read("Example Company Limited\n12 Station Road\nSpringfield\n\n".repeat(24)))
                .isPresent();
    }

    private static Map<String, String> realPages() throws IOException, URISyntaxException {
        Map<String, String> pages = new TreeMap<>();
        Path folder = Path.of(HonestPagesTest.class.getResource("/honest-pages").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !file.endsWith("README.md"))
                    .forEach(file -> pages.put(file.getFileName().toString(), read(file)));
        }
        return pages;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
