package io.pagestream.engine.trust.repeat;

import java.util.HashSet;
import java.util.Set;

/**
 * What one copy consists of.
 *
 * @param richness letters of different words of four letters and more, at most 12 of each; an ideograph counts as three
 * @param layout what it looks like
 */
record Unit(int richness, Layout layout) {

    enum Layout {
        PLAIN,
        /** Cells: honest rows may be alike. */
        TABLE,
        /** Labels without values: honest blocks of a form are alike. */
        FORM
    }

    private static final int LETTERS_PER_FIELD = 30;

    /** @param text that the symbols lie in */
    static Unit newest(SymbolTape tape, int period, CharSequence text) {
        Set<Integer> words = new HashSet<>();
        int richness = 0;
        int letters = 0;
        for (int i = tape.count() - period; i < tape.count(); i++) {
            Symbol symbol = tape.at(i);
            int size = symbol.amount().letters();
            letters += size;
            if (size > 0 && words.add(symbol.id())) {
                richness += Math.min(size, 12);
            }
        }
        if (text.length() == 0) {
            return new Unit(richness, Layout.PLAIN);
        }
        return new Unit(richness, layout(tape, period, text, letters));
    }

    private static Layout layout(SymbolTape tape, int period, CharSequence text, int letters) {
        int fields = 0;
        for (int i = tape.count() - period; i < tape.count(); i++) {
            int at = tape.at(i).begin();
            switch (text.charAt(at)) {
                case '|', '&' -> {
                    return Layout.TABLE;
                }
                case '<' -> {
                    if (startsWith(text, at, "<td") || startsWith(text, at, "<tr") || startsWith(text, at, "<th")) {
                        return Layout.TABLE;
                    }
                }
                case ':' -> fields += isEmptyAfter(text, at + 1) ? 1 : 0;
                case '_' -> fields += startsWith(text, at, "___") && text.charAt(at - 1) != '_' ? 1 : 0;
                case '☐', '□', '[' -> fields++;
                default -> {
                    // no sign of a layout
                }
            }
        }
        return fields > 0 && letters <= fields * LETTERS_PER_FIELD ? Layout.FORM : Layout.PLAIN;
    }

    private static boolean startsWith(CharSequence text, int at, String what) {
        return at > 0
                && at + what.length() <= text.length()
                && what.contentEquals(text.subSequence(at, at + what.length()));
    }

    private static boolean isEmptyAfter(CharSequence text, int at) {
        int i = at;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i < text.length() && (text.charAt(i) == '\n' || text.charAt(i) == '_' || text.charAt(i) == '.');
    }
}
