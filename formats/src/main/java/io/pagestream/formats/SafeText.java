package io.pagestream.formats;

/** Text of unknown origin, made fit for UTF-8 files and for terminals. */
final class SafeText {

    private static final char REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /** Halves of surrogate pairs have no bytes in UTF-8: each becomes the replacement character. */
    static String wellFormed(String text) {
        return replace(text, false);
    }

    /** As {@link #wellFormed}, and without control characters: a terminal would obey them. Line breaks become LF. */
    static String printable(String text) {
        return replace(text.replace("\r\n", "\n").replace('\r', '\n'), true);
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
        return Character.isISOControl(c) && c != '\n' && c != '\t';
    }
}
