package io.pagestream.models.tokenize;

/** Text as tokenizers take it: not endless, and writable as UTF-8. */
final class InputText {

    /** More than any model's context holds; an encoder needs some 100 bytes of memory for each character. */
    static final int MOST_CHARACTERS = 1 << 20;

    private InputText() {}

    /**
     * Half a surrogate pair cannot be written in UTF-8 and becomes U+FFFD.
     *
     * @throws IllegalArgumentException when the text is too long
     */
    static String of(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a text of " + text.length()
                    + " characters cannot become tokens: at most " + MOST_CHARACTERS + " are allowed; cut it");
        }
        StringBuilder fixed = null;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (!Character.isSurrogate(letter)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(letter)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else {
                fixed = fixed == null ? new StringBuilder(text) : fixed;
                fixed.setCharAt(i, '\uFFFD');
            }
        }
        return fixed == null ? text : fixed.toString();
    }
}
