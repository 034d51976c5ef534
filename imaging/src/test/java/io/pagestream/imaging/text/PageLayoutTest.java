package io.pagestream.imaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.text.TextBlock.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageLayoutTest {

    private static final String LEFT = "left words fill all of this column";
    private static final String RIGHT = "right words fill all of this column";

    private final List<Word> words = new ArrayList<>();

    @Test
    void twoColumnsAreReadOneAfterTheOtherAndTheTitleFirst() {
        line(60, 60, 20, true, "The title goes over both of the columns");
        for (int i = 0; i < 5; i++) {
            line(60, 120 + 14 * i, 10, false, LEFT + i);
            line(320, 120 + 14 * i, 10, false, RIGHT + i);
        }
        line(60, 400, 10, false, "The last line goes over both of the columns again, as it did above, and further");

        PageLayout layout = layout();

        assertThat(layout.lines())
                .extracting(TextLine::text)
                .containsSubsequence(
                        "The title goes over both of the columns", LEFT + 0, LEFT + 4, RIGHT + 0, RIGHT + 4);
        assertThat(layout.lines()).hasSize(12);
        assertThat(layout.markdown())
                .startsWith("# The title goes over both of the columns\n\n" + LEFT + "0 " + LEFT + 1);
    }

    @Test
    void aColumnWithAFigureInItIsAColumn() {
        for (int i = 0; i < 24; i++) {
            line(60, 60 + 14 * i, 10, false, LEFT + " down to its end" + i);
        }
        for (int i = 0; i < 14; i++) {
            line(340 + 50 * (i % 3), 60 + 14 * i, 10, false, "box" + i);
        }
        for (int i = 14; i < 24; i++) {
            line(340, 60 + 14 * i, 10, false, RIGHT + " below it" + i);
        }

        assertThat(layout().lines())
                .extracting(TextLine::text)
                .containsSubsequence(LEFT + " down to its end23", "box0", "box13", RIGHT + " below it14");
    }

    @Test
    void namesWithWhatTheyMeanBesideThemAreReadByRows() {
        String[] names = {"cover.cls", "references", "margins.cfg", "words.cwl", "main.tex", "contents", "figures.tex"};
        for (int i = 0; i < 21; i++) {
            String meaning = i % 2 == 0 ? RIGHT + " mostly" : "short";
            line(60, 60 + 14 * i, 10, false, names[i % names.length] + i);
            line(160, 60 + 14 * i, 10, false, meaning + i);
        }

        assertThat(layout().lines()).extracting(TextLine::text).startsWith("cover.cls0 " + RIGHT + " mostly0");
    }

    @Test
    void rowsOfCellsAreATable() {
        String[][] cells = {{"Item", "Price"}, {"Apples|Pears", "1.20"}, {"Nuts", "12.00"}};
        for (int row = 0; row < cells.length; row++) {
            line(60, 100 + 14 * row, 10, false, cells[row][0]);
            line(200, 100 + 14 * row, 10, false, cells[row][1]);
        }

        assertThat(layout().blocks()).singleElement().satisfies(block -> {
            assertThat(block.kind()).isEqualTo(Kind.TABLE);
            assertThat(block.text())
                    .isEqualTo("| Item | Price |\n| --- | --- |\n| Apples\\|Pears | 1.20 |\n| Nuts | 12.00 |");
        });
    }

    @Test
    void pointsOfAListAreItsBlocks() {
        line(60, 100, 10, false, "Bring these things along:");
        line(60, 114, 10, false, "• a tent that keeps the rain and the");
        line(70, 128, 10, false, "wind outside");
        line(60, 142, 10, false, "• a lamp");

        assertThat(layout().blocks())
                .extracting(TextBlock::text)
                .containsExactly(
                        "Bring these things along:", "- a tent that keeps the rain and the wind outside", "- a lamp");
    }

    @Test
    void aWordThatIsCutAtTheEndOfALineBecomesWhole() {
        line(60, 100, 10, false, "A well-known word may be cut in exam-");
        line(60, 114, 10, false, "ple, and another one that is well-");
        line(60, 128, 10, false, "known keeps its hyphen.");

        assertThat(layout().markdown())
                .isEqualTo(
                        "A well-known word may be cut in example, and another one that is well-known keeps its hyphen.");
        assertThat(layout().plain()).contains("exam-\nple");
    }

    @Test
    void whatMarkdownWouldTakeForASignIsEscaped() {
        line(60, 100, 10, false, "a * b <T> `x`");

        assertThat(layout().markdown()).isEqualTo("a \\* b \\<T> \\`x\\`");
        assertThat(layout().plain()).isEqualTo("a * b <T> `x`");
    }

    @Test
    void writingFromTheRightIsInTheOrderOfReading() {
        // As it is painted: from left to right, the last letter first.
        word(60, 100, 10, false, "םלוע");
        word(100, 100, 10, false, "םולש");

        assertThat(layout().plain()).isEqualTo("שלום עולם");
    }

    @Test
    void theOrderOfPaintingDoesNotMatterWithinALine() {
        word(120, 100, 10, false, "third");
        word(60, 100, 10, false, "first");
        word(88, 100, 10, false, "second");

        assertThat(layout().plain()).isEqualTo("first second third");
    }

    @Test
    void aPageWithoutWordsHasNoLines() {
        assertThat(layout().lines()).isEmpty();
        assertThat(layout().markdown()).isEmpty();
    }

    private PageLayout layout() {
        Signs signs = new Signs(words.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true);
        return PageLayout.of(new TextLayer(612, 792, 1700, 2200, words, signs));
    }

    private void line(double left, double top, double size, boolean bold, String text) {
        double x = left;
        for (String word : text.split(" ")) {
            word(x, top, size, bold, word);
            x += (word.length() + 0.6) * size / 2;
        }
    }

    private void word(double left, double top, double size, boolean bold, String text) {
        words.add(new Word(text, left, top, left + text.length() * size / 2, top + size, size, bold, 0));
    }
}
