package io.pagestream.imaging.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Words on one line without a wide gap between them: a line of a column, or a cell of a table. */
record Piece(List<Word> words, Region box, double size) {

    /** A gap of so many times the font's size may be one between columns or cells. */
    private static final double WIDE = 0.9;

    /** Letters of other sizes stand on one line, but not these: the first letter of a chapter over three lines. */
    private static final double MOST_SIZES = 2.2;

    /** Words that follow each other in the order in which the page paints them, and then what else joins. */
    static List<Piece> of(List<Word> words) {
        List<Piece> pieces = new ArrayList<>();
        List<Word> open = new ArrayList<>();
        for (Word word : words) {
            if (!open.isEmpty() && !isNext(open.get(open.size() - 1), word)) {
                pieces.add(of(open, true));
                open.clear();
            }
            open.add(word);
        }
        if (!open.isEmpty()) {
            pieces.add(of(open, true));
        }
        return joined(pieces);
    }

    private static boolean isNext(Word before, Word word) {
        return isOnLine(Region.of(before), before.size(), Region.of(word), word.size())
                && word.left() - before.right() < WIDE * Math.max(before.size(), word.size())
                && word.left() > before.left();
    }

    private static boolean isOnLine(Region one, double oneSize, Region other, double otherSize) {
        return one.isBeside(other) && Math.max(oneSize, otherSize) < MOST_SIZES * Math.min(oneSize, otherSize);
    }

    private static Piece of(List<Word> words, boolean copy) {
        List<Word> own = copy ? new ArrayList<>(words) : words;
        own.sort(Comparator.comparingDouble(Word::left));
        Region box = Region.around(own.stream().map(Region::of).toList());
        return new Piece(own, box, mainSize(own));
    }

    /** The size that most letters have. */
    static double mainSize(List<Word> words) {
        return words.stream()
                .max(Comparator.comparingInt(word -> word.text().length()))
                .orElseThrow()
                .size();
    }

    /** Pages may paint a line in any order: pieces that touch become one. */
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(
                Comparator.comparingDouble((Piece piece) -> piece.box.top()).thenComparingDouble(p -> p.box.left()));
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : sorted) {
            Piece whole = piece;
            for (int i = joined.size() - 1; i >= 0 && joined.get(i).box.top() > piece.box.top() - 40; i--) {
                if (joined.get(i).touches(whole)) {
                    List<Word> both = new ArrayList<>(joined.remove(i).words);
                    both.addAll(whole.words);
                    whole = of(both, false);
                }
            }
            joined.add(whole);
        }
        return joined;
    }

    private boolean touches(Piece other) {
        double gap = Math.max(box.left() - other.box.right(), other.box.left() - box.right());
        return isOnLine(box, size, other.box, other.size) && gap < WIDE * Math.max(size, other.size);
    }

    boolean isOnLineOf(Piece other) {
        return isOnLine(box, size, other.box, other.size);
    }

    /** In the order in which it is read, with one space where there is a gap. */
    String text() {
        StringBuilder text = new StringBuilder();
        Word before = null;
        for (Word word : words) {
            if (before != null && isRepeated(before, word)) {
                continue; // painted twice to look bold
            }
            if (before != null
                    && word.left() - before.right() > WordMaker.LEAST_SPACE * Math.min(before.size(), word.size())) {
                text.append(' ');
            }
            text.append(word.text());
            before = word;
        }
        return Writing.logical(text.toString());
    }

    private static boolean isRepeated(Word one, Word other) {
        return one.text().equals(other.text()) && Math.abs(one.left() - other.left()) < 0.2 * one.size();
    }

    long letters() {
        return words.stream().mapToLong(word -> word.text().length()).sum();
    }

    boolean isBold() {
        return words.stream().allMatch(Word::bold);
    }
}
