package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.tokenize.Tokenizers;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPiecesTest {

    private static final int ANSWERS = 50;

    @ParameterizedTest
    @ValueSource(
            strings = {"internvl25-qwen-tiny", "internvl25-internlm-tiny", "mini-internvl-phi3-tiny", "ixc25-tiny"})
    void thePiecesOfAnyTokensAreTheirText(String golden) {
        Tokenizer tokenizer = tokenizer(golden);
        Random chance = new Random(7);
        for (int i = 0; i < ANSWERS; i++) {
            int[] tokens = chance.ints(chance.nextInt(40), 0, tokenizer.size()).toArray();

            List<String> decoded = AnswerPieces.decoded(tokenizer, tokens);

            assertThat(String.join("", decoded)).isEqualTo(tokenizer.decode(tokens));
            assertThat(decoded).hasSameSizeAs(tokens);
            assertThat(AnswerPieces.verbatim(tokenizer, tokens)).hasSameSizeAs(tokens);
        }
    }

    @Test
    void aCharacterBelongsToTheTokenThatCompletesIt() {
        Tokenizer tokenizer = tokenizer("internvl25-qwen-tiny");
        String text = "a \uD83D\uDE42 , b";
        int[] tokens = tokenizer.encode(text);
        assertThat(tokens).as("a smile of several tokens").hasSizeGreaterThan(5);

        List<String> verbatim = AnswerPieces.verbatim(tokenizer, tokens);

        assertThat(String.join("", verbatim)).isEqualTo(text);
        assertThat(verbatim).contains("").anyMatch(piece -> piece.endsWith("\uD83D\uDE42"));
    }

    @Test
    void halfACharacterAtTheEndIsShownAsSuch() {
        Tokenizer tokenizer = tokenizer("internvl25-qwen-tiny");
        int[] smile = tokenizer.encode("\uD83D\uDE42");

        assertThat(AnswerPieces.verbatim(tokenizer, smile[0])).hasSize(1).allMatch(piece -> piece.endsWith("\uFFFD"));
        assertThat(AnswerPieces.decoded(tokenizer, smile[0])).hasSize(1).allMatch(piece -> piece.endsWith("\uFFFD"));
        assertThat(AnswerPieces.decoded(tokenizer)).isEmpty();
    }

    private static Tokenizer tokenizer(String golden) {
        return Tokenizers.read(GoldenFixture.of(golden).folder());
    }
}
