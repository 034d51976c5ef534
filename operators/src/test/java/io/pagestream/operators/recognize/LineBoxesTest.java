package io.pagestream.operators.recognize;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.ink.Mark;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBoxesTest {

    private static final double LETTER = 9.5;
    private static final double SIZE = 12;

    private static final List<String> POEM = List.of(
            "# On a line that was read",
            "the first is short",
            "the second one goes on for quite a while",
            "a third",
            "then a **fourth** that has rather more to say than all of those before it",
            "five of them",
            "and the last but one is of middling length",
            "end");

    private final Random chance = new Random(3);

    @Test
    void linesInOrderGetTheInkOfTheirWidths() {
        List<Line> lines = lines(POEM);

        LineBoxes.fill(lines, ink(POEM));

        for (int i = 0; i < lines.size(); i++) {
            assertThat(top(lines.get(i))).as(lines.get(i).getText()).isEqualTo(100 + 30.0 * i);
        }
    }

    @Test
    void aLineThatTheModelLeftOutMovesNoOther() {
        List<String> read = new ArrayList<>(POEM);
        read.remove(4);
        List<Line> lines = lines(read);

        LineBoxes.fill(lines, ink(POEM));

        assertThat(top(lines.get(2))).isEqualTo(160);
        assertThat(top(lines.get(5))).as("behind the gap").isEqualTo(280);
    }

    @Test
    void aLineThatIsNotOnThePageGetsNoBox() {
        List<String> read = new ArrayList<>(POEM);
        read.add(3, "this was never printed anywhere, it is something that the model made up by itself, at length");
        List<Line> lines = lines(read);

        LineBoxes.fill(lines, ink(POEM));

        assertThat(lines.get(3).getBox()).isNull();
        assertThat(top(lines.get(5))).isEqualTo(220);
    }

    @Test
    void aParagraphInOneLineGetsTheBoxAroundItsLines() {
        List<Line> lines =
                lines(List.of("the first is short", POEM.get(2) + " " + POEM.get(4) + " " + POEM.get(6), "end"));

        LineBoxes.fill(lines, ink(List.of("the first is short", POEM.get(2), POEM.get(4), POEM.get(6), "end")));

        assertThat(top(lines.get(1))).isEqualTo(130);
        assertThat(lines.get(1).getBox().getBottom()).isEqualTo(190 + SIZE);
    }

    @Test
    void ofEqualLinesWithOneMissingNoneIsGuessed() {
        List<String> printed = java.util.Collections.nCopies(6, "every line of this block is as wide as this");
        List<Line> lines = lines(printed.subList(0, 3));

        LineBoxes.fill(lines, ink(printed));

        assertThat(lines).allSatisfy(line -> assertThat(line.getBox()).isNull());
    }

    @Test
    void whatLeavesNoInkAndWhatHasABoxStaysAsItIs() {
        List<Line> lines = lines(List.of("the first is short", "", "|---|:--|", "![a picture](x.png)", "end"));
        Box known = new Box(1.0, 2.0, 3.0, 4.0);
        lines.get(0).setBox(known);

        LineBoxes.fill(lines, ink(List.of("the first is short", "end")));

        assertThat(lines.get(0).getBox()).isEqualTo(known);
        assertThat(lines.subList(1, 4))
                .allSatisfy(line -> assertThat(line.getBox()).isNull());
        assertThat(top(lines.get(4))).isEqualTo(130);
    }

    @Test
    void wordsFromRightToLeftAreNotGuessed() {
        List<String> hebrew = List.of("כל בני האדם נולדו בני חורין", "ושווים", "בערכם ובזכויותיהם כולם");
        List<Line> lines = lines(hebrew);

        LineBoxes.fill(lines, ink(hebrew));

        assertThat(lines).allSatisfy(line -> assertThat(line.getBox()).isNull());
    }

    @Test
    void aPageWithoutInkOrTextOrWithTooMuchOfBothIsLeftAlone() {
        List<Line> lines = lines(POEM);
        List<String> many = java.util.Collections.nCopies(300, "a line of which there are too many");
        List<Line> tooMany = lines(many);

        LineBoxes.fill(lines, List.of());
        LineBoxes.fill(List.of(), ink(POEM));
        LineBoxes.fill(tooMany, ink(many));

        assertThat(lines).allSatisfy(line -> assertThat(line.getBox()).isNull());
        assertThat(tooMany).allSatisfy(line -> assertThat(line.getBox()).isNull());
    }

    private static double top(Line line) {
        assertThat(line.getBox()).as("the box of %s", line.getText()).isNotNull();
        return line.getBox().getTop();
    }

    private static List<Line> lines(List<String> texts) {
        return new ArrayList<>(texts.stream()
                .map(text -> Line.newBuilder().setText(text).build())
                .toList());
    }

    /** A line of print every 30 pixels, widths off by some hundredths. */
    private List<InkLine> ink(List<String> texts) {
        List<InkLine> ink = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int width = (int) (TextWidth.of(texts.get(i)) * LETTER * (0.98 + 0.04 * chance.nextDouble()));
            int top = 100 + 30 * i;
            ink.add(new InkLine(new Mark(50, top, 50 + width, top + (int) SIZE), SIZE));
        }
        return ink;
    }
}
