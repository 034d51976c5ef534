package io.pagestream.models.tokenize;

import java.util.Arrays;

/**
 * UTF-8 to text, piece by piece. Bytes that are no character become U+FFFD: either one for each broken piece, a piece
 * being the longest beginning of a character ("maximal subpart" in the Unicode standard, section 3.9; what Python calls
 * {@code errors="replace"}; the JDK's decoder counts the pieces of surrogates differently), or one for each byte, as
 * SentencePiece does. One thread.
 */
final class Utf8 {

    private static final byte[] NOTHING = {};

    private final boolean markEachByte;
    private final StringBuilder text = new StringBuilder();
    private byte[] unfinished = NOTHING;

    private Utf8(boolean markEachByte) {
        this.markEachByte = markEachByte;
    }

    /** One U+FFFD for each broken piece. */
    static Utf8 markingPieces() {
        return new Utf8(false);
    }

    /** One U+FFFD for each broken byte. */
    static Utf8 markingBytes() {
        return new Utf8(true);
    }

    void append(byte[] added) {
        byte[] bytes = joined(unfinished, added);
        unfinished = NOTHING;
        int at = 0;
        while (at < bytes.length) {
            int lead = bytes[at] & 0xFF;
            int length = length(lead);
            int seen = 1;
            while (seen < length && at + seen < bytes.length && continues(lead, seen, bytes[at + seen] & 0xFF)) {
                seen++;
            }
            if (seen == length) {
                text.appendCodePoint(codePoint(bytes, at, length));
            } else if (seen < length && at + seen == bytes.length) {
                unfinished = Arrays.copyOfRange(bytes, at, bytes.length);
            } else {
                text.append(broken(seen));
            }
            at += seen;
        }
    }

    /** Adds whole characters; what was unfinished before them stays broken. */
    void append(String characters) {
        text.append(broken(unfinished.length)).append(characters);
        unfinished = NOTHING;
    }

    /** How many characters there are once what is unfinished counts as broken. */
    int finish() {
        append("");
        return text.length();
    }

    /** Puts whole characters between those that are there. */
    void insert(int place, String characters) {
        text.insert(place, characters);
    }

    /** All text, an unfinished character at the end counting as broken. */
    String text() {
        return text + broken(unfinished.length);
    }

    /** The finished characters from {@code start} on. */
    String finishedFrom(int start) {
        return text.substring(start);
    }

    String finished(int start, int end) {
        return text.substring(start, end);
    }

    private String broken(int bytes) {
        return "\uFFFD".repeat(markEachByte ? bytes : Math.min(bytes, 1));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Bytes of the character that begins with {@code lead}; 0 when none does. */
    private static int length(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    /** Whether a byte may stand at {@code place}: after some leads the second byte has a narrower range. */
    private static boolean continues(int lead, int place, int value) {
        int least = 0x80;
        int most = 0xBF;
        if (place == 1) {
            least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : least;
            most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : most;
        }
        return value >= least && value <= most;
    }

    private static int codePoint(byte[] bytes, int at, int length) {
        if (length == 1) {
            return bytes[at];
        }
        int value = bytes[at] & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            value = value << 6 | bytes[at + i] & 0x3F;
        }
        return value;
    }
}
