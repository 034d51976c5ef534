package io.pagestream.formats;

/** Text of unknown origin, made fit for UTF-8 files and for terminals. */
final class SafeText {

    static final char REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /** Halves of surrogate pairs have no bytes in UTF-8: each becomes the replacement character. */
    static String wellFormed(String text) {
        return replace(text, false);
    }

    /** As {@link #wellFormed}, and without control characters: a terminal would obey them. Line breaks become LF. */
    static String printable(String text) {
        return replace(text.replace("\r\n", "\n").replace('\r', '\n'), true);
    }

    /** As {@link #printable}, for XML 1.0, which has no U+FFFE and U+FFFF. */
    static String xml(String text) {
        return inPlace(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** As {@link #xml}, but each char is where it was: line breaks stay as they are. */
    static String inPlace(String text) {
        return replace(text, true).replace('\uFFFE', REPLACEMENT).replace('\uFFFF', REPLACEMENT);
    }

    /** As {@link #xml}, with line breaks and tabulators as spaces. */
    static String oneLine(String text) {
        return xml(text)
                .replace('\n', ' ')
                .replace('\t', ' ')
                .replace('\u2028', ' ')
                .replace('\u2029', ' ')
                .strip();
    }

    /** Text between tags of HTML, or in a quoted attribute. */
    static String html(String text) {
        return xml(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String replace(String text, boolean controls) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c) || controls && isControl(c)) {
                if (out == null) {
                    out = new StringBuilder(text);
                }
                out.setCharAt(i, REPLACEMENT);
            }
        }
        return out == null ? text : out.toString();
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r';
    }
}
