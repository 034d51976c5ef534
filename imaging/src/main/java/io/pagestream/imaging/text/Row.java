package io.pagestream.imaging.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces that stand beside each other, from left to right: a line, or a row of a table. */
record Row(List<Piece> pieces, Region box) {

    private static final double FAR = 2; // of the font's size
    private static final Pattern MARKER =
            Pattern.compile("[•●○▪■□◦‣➢✓❖–\\-*·]|\\(?(\\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)]");
    private static final Pattern ITEM = Pattern.compile("(" + MARKER.pattern() + ")\\s+\\S.*");

    /** @param pieces of one part of a page, in any order */
    static List<Row> of(List<Piece> pieces) {
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparingDouble(
                piece -> piece.box().top() + piece.box().bottom()));
        List<Row> rows = new ArrayList<>();
        List<Piece> open = new ArrayList<>();
        for (Piece piece : sorted) {
            boolean beside = !open.isEmpty() && open.stream().anyMatch(other -> other.isOnLineOf(piece));
            if (!open.isEmpty() && !beside) {
                rows.add(row(open));
                open = new ArrayList<>();
            }
            open.add(piece);
        }
        if (!open.isEmpty()) {
            rows.add(row(open));
        }
        return rows;
    }

    private static Row row(List<Piece> pieces) {
        pieces.sort(Comparator.comparingDouble(piece -> piece.box().left()));
        return new Row(pieces, Region.around(pieces.stream().map(Piece::box).toList()));
    }

    /** The size that most letters of {@code pieces} have, to a half of a point. */
    static double mainSize(List<Piece> pieces) {
        return pieces.stream()
                        .collect(Collectors.groupingBy(
                                piece -> Math.round(piece.size() * 2),
                                Collectors.summingInt(piece -> piece.words().stream()
                                        .mapToInt(word -> word.text().length())
                                        .sum())))
                        .entrySet()
                        .stream()
                        .max(Comparator.<Map.Entry<Long, Integer>>comparingInt(Map.Entry::getValue)
                                .thenComparing(Map.Entry::getKey))
                        .orElseThrow()
                        .getKey()
                / 2.0;
    }

    double size() {
        return mainSize(pieces);
    }

    boolean isBold() {
        return pieces.stream().allMatch(Piece::isBold);
    }

    String text() {
        List<String> texts = pieces.stream().map(Piece::text).collect(Collectors.toCollection(ArrayList::new));
        long fromRight =
                String.join("", texts).codePoints().filter(Writing::isFromRight).count();
        if (fromRight
                > String.join("", texts)
                                .codePoints()
                                .filter(Character::isLetter)
                                .count()
                        / 2) {
            Collections.reverse(texts);
        }
        return String.join(" ", texts);
    }

    /** Begins with a bullet or a number. */
    boolean isItem() {
        return ITEM.matcher(text()).matches();
    }

    /** Begins with a bullet. */
    boolean isBullet() {
        return isItem() && !Character.isLetterOrDigit(text().charAt(0)) && text().charAt(0) != '(';
    }

    /** Cells that stand too far from each other to be words of one sentence. */
    boolean isSpread() {
        for (int i = 1; isCells() && i < pieces.size(); i++) {
            if (pieces.get(i).box().left() - pieces.get(i - 1).box().right() > FAR * size()) {
                return true;
            }
        }
        return false;
    }

    /** Two cells or more; a bullet and its words are none. */
    boolean isCells() {
        return pieces.size() > 1
                && !(pieces.size() == 2 && MARKER.matcher(pieces.get(0).text()).matches());
    }
}
