package io.pagestream.models.tokenize;

/**
 * UTF-8 to text, where every broken piece becomes one U+FFFD: a piece is the longest beginning of a character ("maximal
 * subpart" in the Unicode standard, section 3.9; what Python calls {@code errors="replace"}). The JDK's decoder counts the
 * pieces of surrogates differently.
 */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int lead = bytes[at] & 0xFF;
            int length = length(lead);
            int seen = 1;
            while (seen < length && at + seen < bytes.length && continues(lead, seen, bytes[at + seen] & 0xFF)) {
                seen++;
            }
            if (length > 0 && seen == length) {
                text.appendCodePoint(codePoint(bytes, at, length));
            } else {
                text.append(REPLACEMENT);
            }
            at += seen;
        }
        return text.toString();
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
