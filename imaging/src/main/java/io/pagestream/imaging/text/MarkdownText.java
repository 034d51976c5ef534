package io.pagestream.imaging.text;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of a page as Markdown. */
final class MarkdownText {

    private static final Pattern SPECIAL = Pattern.compile("[*<`\\\\]");
    private static final Pattern AT_START = Pattern.compile("^(#{1,6}\\s|>|[+\\-]\\s|=+\\s*$|-{3,}\\s*$|\\|)");
    private static final Pattern BULLET = Pattern.compile("^[•●○▪■□◦‣➢✓❖–\\-*·]\\s+");
    private static final Pattern CUT = Pattern.compile("(\\p{L}{2,})-$");

    private MarkdownText() {}

    /** With a backslash before what Markdown would take for a sign of its own. */
    static String escaped(String text) {
        String inner = SPECIAL.matcher(text).replaceAll("\\\\$0");
        return AT_START.matcher(inner).replaceFirst("\\\\$0");
    }

    /** A point of a list; numbers stay as they are printed. */
    static String item(String text) {
        Matcher bullet = BULLET.matcher(text);
        return bullet.find() ? "- " + escaped(text.substring(bullet.end())) : escaped(text);
    }

    /**
     * One line of text from the lines of a paragraph. A word that is cut at the end of a line becomes whole, except where
     * the page has it with its hyphen elsewhere.
     *
     * @param hyphenated words that stand with a hyphen within lines of the page
     */
    static String joined(List<String> lines, Set<String> hyphenated) {
        StringBuilder text = new StringBuilder(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            Matcher cut = CUT.matcher(text);
            if (cut.find() && !line.isEmpty() && Character.isLowerCase(line.codePointAt(0))) {
                String whole = cut.group(1) + "-" + line.split("[^\\p{L}]", 2)[0];
                text.setLength(text.length() - (hyphenated.contains(whole) ? 0 : 1));
                text.append(line);
            } else {
                text.append(isWide(text, line) ? "" : " ").append(line);
            }
        }
        return text.toString();
    }

    /** Chinese and Japanese have no spaces between words, and so none at the end of a line. */
    private static boolean isWide(CharSequence before, String after) {
        return !before.isEmpty()
                && !after.isEmpty()
                && isWide(Character.codePointBefore(before, before.length()))
                && isWide(after.codePointAt(0));
    }

    private static boolean isWide(int codePoint) {
        Character.UnicodeScript script = Character.UnicodeScript.of(codePoint);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || codePoint >= 0x3000 && codePoint <= 0x303F
                || codePoint >= 0xFF00 && codePoint <= 0xFFEF;
    }
}
