package io.pagestream.models.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CleanedStreamTest {

    /** What {@code clean_up_tokenization} of transformers 4.57.6 makes of these texts. */
    static Stream<Arguments> cleaned() {
        return Stream.of(
                Arguments.of("a . b ? c ! d , e", "a. b? c! d, e"),
                Arguments.of("do n't I 'm it 's we 've you 're", "don't I'm it's we've you're"),
                Arguments.of("x  .", "x ."),
                Arguments.of("  ' ve", "'ve"),
                Arguments.of("a ' b ' 's", "a'b''s"),
                Arguments.of("''' ' '  , ' !", "''''' , '!"),
                Arguments.of("n 't n't ' n't", "n 'tn't'n't"),
                Arguments.of(" 're ' 're", "'re''re"));
    }

    @ParameterizedTest
    @MethodSource("cleaned")
    void spacesGoAsInTheReference(String text, String expected) {
        assertThat(shownInPieces(text, 1)).isEqualTo(expected);
        assertThat(shownInPieces(text, text.length())).isEqualTo(expected);
    }

    /** Nothing that was shown is taken back. */
    @Test
    void whereTheTextIsCutDoesNotMatter() {
        Random random = new Random(5);
        String letters = "  ''.?!,ntmsvrex";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder letterByLetter = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                letterByLetter.append(letters.charAt(random.nextInt(letters.length())));
            }
            String text = letterByLetter.toString();

            assertThat(shownInPieces(text, 1)).as(text).isEqualTo(shownInPieces(text, text.length()));
        }
    }

    private static String shownInPieces(String text, int length) {
        TokenStream stream = new CleanedStream(new Pieces(text, length));
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i += length) {
            stream.append(i);
            shown.append(stream.take());
        }
        assertThat(stream.text()).startsWith(shown);
        return shown.append(stream.finish()).toString();
    }

    /** A stream whose ids are places in a text. */
    private static final class Pieces extends TokenStream {

        private final String all;
        private final int length;
        private String text = "";

        Pieces(String all, int length) {
            this.all = all;
            this.length = length;
        }

        @Override
        public void append(int place) {
            text += all.substring(place, Math.min(all.length(), place + length));
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        protected String settledFrom(int start) {
            return text.substring(start);
        }
    }
}
