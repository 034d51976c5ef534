package io.pagestream.models.tokenize;

import static io.pagestream.models.tokenize.TokenizerGolden.ints;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models alone, without added tokens, against SentencePiece itself. */
class SentencePieceGoldenTest {

    @ParameterizedTest
    @EnumSource(names = {"INTERNLM2", "XCOMPOSER", "PHI3"})
    void everyTextHasThePiecesOfTheReference(TokenizerGolden kind) throws IOException {
        SentencePieceFile file = file(kind, "tokenizer.model");
        PieceEncoder encoder = new PieceEncoder(file, file.addDummyPrefix());

        assertThat(kind.json().path("sentencepiece"))
                .hasSizeGreaterThanOrEqualTo(239)
                .allSatisfy(golden -> {
                    int[] ids = ints(golden.path("ids"));
                    assertThat(encoder.encode(golden.path("text").asText())).isEqualTo(ids);
                    assertThat(decode(file, ids))
                            .isEqualTo(golden.path("decode").asText());
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNLM2", "XCOMPOSER", "PHI3"})
    void piecesThatAreNoTextBecomeTheTextOfTheReference(TokenizerGolden kind) throws IOException {
        SentencePieceFile file = file(kind, "tokenizer.model");

        assertThat(kind.json().path("sentencepiece_decode"))
                .hasSize(60)
                .allSatisfy(golden -> assertThat(decode(file, ints(golden.path("ids"))))
                        .isEqualTo(golden.path("text").asText()));
    }

    /** As in the real InternLM2 model; the tiny one has the piece in place of its last normal one, 978. */
    @Test
    void aPieceOfOneNulIsAPieceLikeOthers() throws IOException {
        int nul = 978;
        SentencePieceFile file = file(TokenizerGolden.INTERNLM2, "tokenizer_with_nul_piece.model");
        PieceEncoder encoder = new PieceEncoder(file, file.addDummyPrefix());
        int unchanged = 0;
        for (JsonNode golden : TokenizerGolden.INTERNLM2.json().path("sentencepiece")) {
            String text = golden.path("text").asText();
            int[] ids = ints(golden.path("ids"));
            if (text.indexOf('\0') < 0 && Arrays.stream(ids).noneMatch(id -> id == nul)) {
                assertThat(encoder.encode(text)).isEqualTo(ids);
                unchanged++;
            }
        }

        assertThat(unchanged).isGreaterThan(230);
        assertThat(file.pieces().get(nul).text()).isEqualTo("\0");
        assertThat(encoder.encode("\0")).containsExactly(nul);
        assertThat(decode(file, nul)).isEqualTo("\0");
    }

    /** In this model a third of the characters are no pieces, scores repeat, and user-defined pieces overlap. */
    @Test
    void charactersThatAreNoPiecesMergeAndTiesGoToTheLeft() throws IOException {
        SentencePieceFile file = file(TokenizerGolden.INTERNLM2, "tokenizer_with_ties.model");
        PieceEncoder encoder = new PieceEncoder(file, file.addDummyPrefix());

        assertThat(GoldenFixture.json(TokenizerGolden.INTERNLM2.folder().resolve("ties.json")))
                .hasSize(500)
                .allSatisfy(golden ->
                        assertThat(encoder.encode(golden.path("text").asText())).isEqualTo(ints(golden.path("ids"))));
    }

    private static String decode(SentencePieceFile file, int... ids) {
        PieceText text = new PieceText(file, file.addDummyPrefix());
        text.startRun();
        for (int id : ids) {
            text.piece(id);
        }
        return text.text();
    }

    private static SentencePieceFile file(TokenizerGolden kind, String name) throws IOException {
        return SentencePieceFile.read(Files.readAllBytes(kind.folder().resolve(name)));
    }
}
