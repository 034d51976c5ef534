package io.pagestream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {

    /** Two rows of three: abc, def. */
    private static final RgbImage SIX = new RgbImage(3, 2, letters("abcdef"));

    @ParameterizedTest
    @CsvSource({
        "1, 3, abcdef",
        "2, 3, cbafed",
        "3, 3, fedcba",
        "4, 3, defabc",
        "5, 2, adbecf",
        "6, 2, daebfc",
        "7, 2, fcebda",
        "8, 2, cfbead",
        "9, 3, abcdef"
    })
    void eachOrientationOfAPhotographIsTurnedUpright(int orientation, int width, String expected) {
        RgbImage turned = Turn.ofExif(orientation).apply(SIX);

        assertThat(turned.width()).isEqualTo(width);
        assertThat(turned.pixels()).isEqualTo(letters(expected));
    }

    @Test
    void quarterTurnsAddUp() {
        assertThat(Turn.NONE.thenClockwise(1)).isEqualTo(Turn.ofExif(6));
        assertThat(Turn.NONE.thenClockwise(2)).isEqualTo(Turn.ofExif(3));
        assertThat(Turn.ofExif(6).thenClockwise(-1)).isEqualTo(Turn.NONE);
    }

    private static byte[] letters(String text) {
        byte[] pixels = new byte[text.length() * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) text.charAt(i / 3);
        }
        return pixels;
    }
}
