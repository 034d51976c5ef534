package io.pagestream.imaging.text;

import java.util.ArrayList;
import java.util.List;

/** Words that are not level, as they were painted: a stamp in the margin, the axis of a figure. */
final class SidewaysLines {

    private SidewaysLines() {}

    static List<TextLine> of(List<Word> words) {
        List<TextLine> lines = new ArrayList<>();
        Word before = null;
        for (Word word : words) {
            if (word.direction() == 0) {
                continue;
            }
            if (before != null && isSame(before, word)) {
                TextLine line = lines.remove(lines.size() - 1);
                lines.add(
                        new TextLine(line.text() + " " + word.text(), line.box().with(Region.of(word))));
            } else {
                lines.add(new TextLine(word.text(), Region.of(word)));
            }
            before = word;
        }
        return lines;
    }

    private static boolean isSame(Word before, Word word) {
        Region one = Region.of(before);
        Region other = Region.of(word);
        boolean upright = word.direction() == 180;
        boolean line = upright
                ? one.isBeside(other)
                : Math.min(one.right(), other.right()) - Math.max(one.left(), other.left())
                        > 0.5 * Math.min(one.width(), other.width());
        double gap = upright
                ? Math.max(one.left() - other.right(), other.left() - one.right())
                : Math.max(one.top() - other.bottom(), other.top() - one.bottom());
        return word.direction() == before.direction() && line && gap < word.size();
    }
}
