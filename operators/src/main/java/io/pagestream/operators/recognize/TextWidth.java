package io.pagestream.operators.recognize;

import java.lang.Character.UnicodeScript;
import java.util.regex.Pattern;

/** How wide a line of Markdown is when it is set in type, in small letters of common width. */
final class TextWidth {

    private static final Pattern RULE = Pattern.compile("[|:\\-\\s=*_]*");
    private static final Pattern START = Pattern.compile("^\\s*(#{1,6}\\s+|>\\s*)+|^\\s*[-*+]\\s+");
    private static final Pattern PICTURE = Pattern.compile("!\\[[^\\]]*\\]\\([^)]*\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,200}>");
    private static final Pattern MARK = Pattern.compile("\\*\\*|__|`|\\|");

    private static final String NARROW = "iljtfrI.,:;'’‘|!()[]-1";
    private static final String BROAD = "mwMW@%—…";

    private TextWidth() {}

    /** 0 for a line that leaves no ink: empty, a picture, the rule of a table. */
    static double of(String line) {
        if (RULE.matcher(line).matches()) {
            return 0;
        }
        String words = START.matcher(line).replaceFirst("");
        words = PICTURE.matcher(words).replaceAll("");
        words = LINK.matcher(words).replaceAll("$1");
        words = TAG.matcher(words).replaceAll("");
        words = MARK.matcher(words).replaceAll(" ").strip();
        return words.codePoints().mapToDouble(TextWidth::of).sum();
    }

    private static double of(int letter) {
        if (Character.isWhitespace(letter)) {
            return 0.55;
        }
        if (isSquare(letter)) {
            return 2;
        }
        if (NARROW.indexOf(letter) >= 0) {
            return 0.62;
        }
        return BROAD.indexOf(letter) >= 0 ? 1.6 : Character.isUpperCase(letter) ? 1.35 : 1;
    }

    private static boolean isSquare(int letter) {
        UnicodeScript script = UnicodeScript.of(letter);
        return script == UnicodeScript.HAN
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA
                || script == UnicodeScript.HANGUL
                || letter >= 0x3000 && letter <= 0x303f
                || letter >= 0xff00 && letter <= 0xff60;
    }
}
