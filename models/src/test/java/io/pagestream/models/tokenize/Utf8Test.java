package io.pagestream.models.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pieces of broken UTF-8, as the table in section 3.9 of the Unicode standard and Python count them. */
class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "41, A",
        "C3A4, ä",
        "E4BDA0, 你",
        "F09F9880, 😀",
        "80, \uFFFD",
        "C080, \uFFFD\uFFFD",
        "E4BD, \uFFFD",
        "E4BD41, \uFFFDA",
        "E08080, \uFFFD\uFFFD\uFFFD",
        "EDA080, \uFFFD\uFFFD\uFFFD",
        "F09F98, \uFFFD",
        "F08080, \uFFFD\uFFFD\uFFFD",
        "F4908080, \uFFFD\uFFFD\uFFFD\uFFFD",
        "F5, \uFFFD",
        "FF41, \uFFFDA",
        "C341, \uFFFDA",
        "61F1808061E18062C26380, a\uFFFDa\uFFFDb\uFFFDc\uFFFD",
    })
    void everyBrokenPieceIsOneReplacement(String bytes, String text) {
        assertThat(decoded(HexFormat.of().parseHex(bytes))).isEqualTo(text);
    }

    @Test
    void everyCharacterSurvives() {
        StringBuilder all = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.appendCodePoint(point);
            }
        }

        assertThat(decoded(all.toString().getBytes(StandardCharsets.UTF_8)).contentEquals(all))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "E4BD, \uFFFD\uFFFD",
        "F09F98, \uFFFD\uFFFD\uFFFD",
        "F09F9841, \uFFFD\uFFFD\uFFFDA",
        "E08080, \uFFFD\uFFFD\uFFFD",
        "C080, \uFFFD\uFFFD",
        "61E4BDE4BDA0, a\uFFFD\uFFFD你",
    })
    void everyBrokenByteMayBeAReplacement(String bytes, String text) {
        Utf8 utf8 = Utf8.markingBytes();
        utf8.append(HexFormat.of().parseHex(bytes));

        assertThat(utf8.text()).isEqualTo(text);
    }

    @Test
    void aCharacterIsFinishedWithItsLastByte() {
        Utf8 utf8 = Utf8.markingPieces();

        utf8.append(HexFormat.of().parseHex("61F09F"));
        assertThat(utf8.finishedFrom(0)).isEqualTo("a");
        assertThat(utf8.text()).isEqualTo("a\uFFFD");

        utf8.append(HexFormat.of().parseHex("9880"));
        assertThat(utf8.finishedFrom(1)).isEqualTo("😀");
    }

    private static String decoded(byte[] bytes) {
        Utf8 utf8 = Utf8.markingPieces();
        utf8.append(bytes);
        return utf8.text();
    }
}
