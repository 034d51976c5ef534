package io.pagestream.imaging.text;

import java.awt.geom.Point2D;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** Puts glyphs that follow each other together, as far as they stand without a gap. */
final class WordMaker {

    /** Of the font's size; TeX's narrowest space is 0.2, kerning stays below 0.1. */
    static final double LEAST_SPACE = 0.12;

    private static final double MOST_OVERLAP = 0.4;
    private static final double MOST_SHIFT = 0.5;

    /** Accents that stand alone, and what they are above or below a letter. */
    private static final String ACCENTS = "´`¨^ˆ˜¯ˇ˘˙˚¸˝";

    private static final String MARKS =
            "\u0301\u0300\u0308\u0302\u0302\u0303\u0304\u030C\u0306\u0307\u030A\u0327\u030B";

    private final List<Word> words = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Glyph first;
    private Glyph last;
    private double left;
    private double top;
    private double right;
    private double bottom;

    static List<Word> words(List<Glyph> glyphs) {
        WordMaker maker = new WordMaker();
        glyphs.forEach(maker::add);
        maker.end();
        return maker.words;
    }

    private void add(Glyph glyph) {
        if (last != null && isRepeated(glyph)) {
            return; // painted twice to look bold
        }
        if (last == null || !follows(glyph)) {
            end();
            first = glyph;
            left = Math.min(glyph.start().x, glyph.end().x);
            right = left;
            top = glyph.start().y;
            bottom = top;
        }
        append(glyph);
        spread(glyph, glyph.start());
        spread(glyph, glyph.end());
        last = glyph;
    }

    private boolean isRepeated(Glyph glyph) {
        return glyph.text().equals(last.text())
                && glyph.start().distance(last.start()) < 0.1 * glyph.size()
                && last.start().distance(last.end()) > 0;
    }

    private boolean follows(Glyph glyph) {
        if (glyph.afterSpace() || glyph.direction() != last.direction()) {
            return false;
        }
        Point2D.Double up = last.across();
        double dx = glyph.start().x - last.end().x;
        double dy = glyph.start().y - last.end().y;
        double gap = -dx * up.y + dy * up.x;
        double shift = Math.abs(dx * up.x + dy * up.y);
        double size = Math.max(glyph.size(), last.size());
        boolean accent = ACCENTS.contains(last.text()) || ACCENTS.contains(glyph.text());
        return gap < LEAST_SPACE * size && gap > -(accent ? 1 : MOST_OVERLAP) * size && shift < MOST_SHIFT * size;
    }

    /** An accent that lies over the letter before or after it becomes one character with it. */
    private void append(Glyph glyph) {
        int end = text.length() - 1;
        int before = end < 0 ? -1 : ACCENTS.indexOf(text.charAt(end));
        int after = glyph.text().length() == 1 ? ACCENTS.indexOf(glyph.text().charAt(0)) : -1;
        boolean overlap = last != null && end >= 0 && overlap(last, glyph) > 0.3;
        if (overlap && before >= 0 && Character.isLetter(glyph.text().codePointAt(0))) {
            text.setLength(end);
            text.append(joined(glyph.text(), MARKS.charAt(before)));
        } else if (overlap && after >= 0 && Character.isLetter(text.charAt(end))) {
            String letter = text.substring(end);
            text.setLength(end);
            text.append(joined(letter, MARKS.charAt(after)));
        } else {
            text.append(glyph.text());
        }
    }

    private static String joined(String letter, char mark) {
        int first = Character.charCount(letter.codePointAt(0));
        String base = letter.substring(0, first).replace('ı', 'i').replace('ȷ', 'j');
        return Normalizer.normalize(base + mark, Normalizer.Form.NFC) + letter.substring(first);
    }

    /** Share of the narrower one's width. */
    private static double overlap(Glyph one, Glyph other) {
        double low = Math.max(Math.min(one.start().x, one.end().x), Math.min(other.start().x, other.end().x));
        double high = Math.min(Math.max(one.start().x, one.end().x), Math.max(other.start().x, other.end().x));
        double narrower = Math.min(Math.abs(one.end().x - one.start().x), Math.abs(other.end().x - other.start().x));
        return narrower == 0 ? 0 : (high - low) / narrower;
    }

    private void spread(Glyph glyph, Point2D.Double point) {
        Point2D.Double up = glyph.across();
        for (double by : new double[] {glyph.rise(), -glyph.fall()}) {
            left = Math.min(left, point.x + up.x * by);
            right = Math.max(right, point.x + up.x * by);
            top = Math.min(top, point.y + up.y * by);
            bottom = Math.max(bottom, point.y + up.y * by);
        }
    }

    private void end() {
        if (!text.isEmpty()) {
            String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
            words.add(new Word(normal, left, top, right, bottom, first.size(), first.bold(), first.direction()));
        }
        text.setLength(0);
        last = null;
    }
}
