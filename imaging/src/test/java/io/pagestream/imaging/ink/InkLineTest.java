package io.pagestream.imaging.ink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InkLineTest {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    /** Half as high as a letter, and too little beside it to be its neighbour. */
    @ParameterizedTest
    @CsvSource({"93,101", "113,121"}) // quotes above the line, commas and quotes on it
    void aQuoteOrCommaAtTheEndOfALineIsPartOfIt(int top, int bottom) {
        List<Mark> marks = letters(100, 116);
        int end = marks.get(marks.size() - 1).right();
        marks.add(new Mark(end + 3, top, end + 7, bottom));
        marks.add(new Mark(end + 9, top, end + 13, bottom));

        List<InkLine> lines = InkLine.of(page(marks));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).box()).isEqualTo(new Mark(100, Math.min(top, 100), end + 13, Math.max(bottom, 116)));
    }

    @Test
    void aLowMarkFarFromAllLinesIsDust() {
        List<Mark> marks = letters(100, 116);
        int end = marks.get(marks.size() - 1).right();
        marks.add(new Mark(end + 60, 100, end + 64, 108));

        assertThat(InkLine.of(page(marks)))
                .extracting(line -> line.box().right())
                .containsExactly(end);
    }

    @Test
    void aPageWithoutInkHasNoLines() {
        assertThat(InkLine.of(page(List.of()))).isEmpty();
    }

    private static List<Mark> letters(int top, int bottom) {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            marks.add(new Mark(100 + i * 15, top, 112 + i * 15, bottom));
        }
        return marks;
    }

    private static Letters page(List<Mark> marks) {
        return new Letters(WIDTH, HEIGHT, 1, marks, new boolean[WIDTH * HEIGHT]);
    }
}
