package io.pagestream.imaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text layers of real documents, held against what another program says of them. */
class RealTextLayersTest {

    private static final Path FOLDER = Path.of("src", "test", "text");
    private static final double MOST_ERRORS = 0.01;

    @ParameterizedTest
    @CsvSource({"tabula-java__eu-004,0", "tabula-java__eu-004,1", "tabula-java__us-006,0", "pypdf__crazyones,0"})
    void aGoodLayerSaysWhatAnotherProgramSays(String name, int page) throws IOException {
        TextLayer layer = layer(name, page);

        String expected = plain(Files.readString(FOLDER.resolve(name + "." + page + ".txt")));
        String found = plain(PageLayout.of(layer).plain());

        assertThat(TextVerdict.of(layer).kind()).isEqualTo(TextVerdict.Kind.GOOD);
        assertThat(expected).hasSizeGreaterThan(500);
        assertThat(edits(expected, found) / (double) expected.length()).isLessThanOrEqualTo(MOST_ERRORS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pdf.js__vertical | 8 of its 8 letters stand sideways or below each other",
                "pdf.js__simpletype3font | for 6 of its 6 letters the document does not say which characters they are",
                "camelot__clockwise_table_1 | 781 of its 781 letters stand sideways or below each other",
                "pypdf__indirect-rotation | 840 letters lie invisibly over the page"
            })
    void aBadLayerIsDoubtedAndTheReasonIsSaid(String name, String reason) throws IOException {
        TextVerdict verdict = TextVerdict.of(layer(name, 0));

        assertThat(verdict.kind()).isEqualTo(TextVerdict.Kind.DOUBTFUL);
        assertThat(verdict.sentence()).startsWith(reason);
    }

    private static TextLayer layer(String name, int page) throws IOException {
        byte[] bytes = Files.readAllBytes(FOLDER.resolve(name + ".pdf"));
        try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            return cursor.textLayer(page).orElseThrow();
        }
    }

    /** Compared without white space, and with one form for each character. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("\\s+", "");
    }

    /** Levenshtein's distance. */
    private static int edits(String expected, String found) {
        int[] row = new int[found.length() + 1];
        for (int i = 0; i <= found.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= expected.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= found.length(); j++) {
                int change = diagonal + (expected.charAt(i - 1) == found.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[found.length()];
    }
}
