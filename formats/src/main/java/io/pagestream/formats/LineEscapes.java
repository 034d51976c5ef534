package io.pagestream.formats;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/** Escapes, besides what JSON demands, every character that some reader of lines takes for the end of one. */
final class LineEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    LineEscapes() {
        ascii[0x7F] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
        boolean lineOrControl = c == 0x2028 || c == 0x2029 || c >= 0x80 && c < 0xA0;
        return lineOrControl ? new SerializedString(String.format("\\u%04X", c)) : null;
    }
}
