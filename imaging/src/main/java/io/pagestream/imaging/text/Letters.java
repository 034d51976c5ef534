package io.pagestream.imaging.text;

import java.text.Normalizer;

/** What a character of a text layer is, and how it is written. */
final class Letters {

    /** What stands where the document does not say which character it is. */
    static final String UNKNOWN = "\uFFFD";

    /** Where fonts of symbols keep them, and the symbols that stand at the beginning of the points of a list. */
    private static final String SYMBOLS = "\uF0B7\uF0A7\uF0D8\uF0FC\uF076\uF0A8\uF0E0\uF02D";

    private static final String MEANT = "•▪➢✓❖◻→-";

    private Letters() {}

    /**
     * With ligatures and presentation forms written out, soft hyphens as hyphens, symbols as what they mean, and
     * from left to right as all glyphs stand on the page.
     */
    static String written(String text) {
        String written = text;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '\uFB00' && c <= '\uFDFF' || c >= '\uFE70' && c <= '\uFEFE') {
                written = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
                break;
            }
            int symbol = SYMBOLS.indexOf(c);
            if (symbol >= 0) {
                written = written.replace(c, MEANT.charAt(symbol));
            }
        }
        boolean turned = written.length() > 1 && Writing.isFromRight(written.codePointAt(0));
        return turned ? Writing.turned(written) : written.replace('\u00AD', '-');
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B');
    }

    /** No character that a person writes. */
    static boolean isOdd(String text) {
        return text.codePoints()
                .anyMatch(c -> c == 0xFFFD
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.PRIVATE_USE
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.UNASSIGNED);
    }
}
