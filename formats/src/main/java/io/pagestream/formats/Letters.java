package io.pagestream.formats;

/**
 * The letters and digits of a text, and where each stands: two texts that differ in markup, spaces and line breaks only
 * have the same.
 *
 * @param letters those that are letters or digits
 * @param places of each char of {@code letters}, its index in the text
 */
record Letters(String letters, int[] places) {

    static Letters of(String text) {
        StringBuilder letters = new StringBuilder();
        int[] places = new int[text.length()];
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int chars = Character.charCount(c);
            if (Character.isLetterOrDigit(c)) {
                for (int j = 0; j < chars; j++) {
                    places[letters.length() + j] = i + j;
                }
                letters.appendCodePoint(c);
            }
            i += chars;
        }
        return new Letters(letters.toString(), places);
    }
}
