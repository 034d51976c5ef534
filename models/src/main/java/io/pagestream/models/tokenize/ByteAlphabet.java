package io.pagestream.models.tokenize;

import java.util.Arrays;

/**
 * The letters in which byte-level vocabularies are written: every byte is one visible character, those that are no
 * visible Latin-1 characters being moved to U+0100 and up in their order (as GPT-2's {@code bytes_to_unicode}).
 */
final class ByteAlphabet {

    private static final int[] BYTE_OF_LETTER = new int[0x100 + 68];

    static {
        Arrays.fill(BYTE_OF_LETTER, -1);
        int moved = 0;
        for (int value = 0; value < 256; value++) {
            boolean visible = value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
            BYTE_OF_LETTER[visible ? value : 0x100 + moved++] = value;
        }
    }

    private ByteAlphabet() {}

    /** @throws IllegalArgumentException when {@code token} has a character that stands for no byte */
    static byte[] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char letter = token.charAt(i);
            int value = letter < BYTE_OF_LETTER.length ? BYTE_OF_LETTER[letter] : -1;
            if (value < 0) {
                throw new IllegalArgumentException("the vocabulary holds '" + token + "', whose character '" + letter
                        + "' stands for no byte; only byte-level vocabularies are read");
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }
}
