package io.pagestream.models.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.tokenize.Tokenizers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompts of InternVL around the words: spans, refusals, neighbouring texts. */
class PromptWriterTest {

    private final Tokenizer tokenizer =
            Tokenizers.read(GoldenFixture.of("internvl25-qwen-tiny").folder());
    private final PromptWriter writer =
            new PromptWriter(PromptTemplate.named("internvl2_5"), tokenizer, ImageLayout.viewByView(4));

    @Test
    void aMarkerMadeOfTwoNeighbouringTextsIsOrdinaryTextToo() {
        Turn split =
                new Turn(Turn.Role.USER, List.of(new Turn.Text("<IMG_CON"), new Turn.Text("TEXT>"), new Turn.Image()));

        assertThat(count(write(List.of(split), 1).tokens(), "<IMG_CONTEXT>")).isEqualTo(4);
    }

    @Test
    void anImageMarkerInAQuestionIsNoImage() {
        int[] tokens = write(List.of(Turn.user("What does <image> mean?"))).tokens();

        assertThat(count(tokens, "<IMG_CONTEXT>")).isZero();
        assertThat(tokenizer.decodeWithSpecial(tokens)).contains("<\u200Bimage>");
    }

    @Test
    void groundingMarkersStayUsable() {
        int[] tokens =
                write(List.of(Turn.user("Where is <ref>the seal</ref>? <box>"))).tokens();

        assertThat(count(tokens, "<ref>")).isEqualTo(1);
        assertThat(count(tokens, "</ref>")).isEqualTo(1);
        assertThat(count(tokens, "<box>")).isEqualTo(1);
    }

    @Test
    void spansStandWhereThePlaceholdersAre() {
        Turn two = Turn.userWithMarkers("Image-1: <image>\nImage-2: <image>\nCompare.", "<image>");

        Prompt prompt = write(List.of(two), 2, 1);

        assertThat(prompt.images()).hasSize(2);
        int imageToken = tokenizer.id("<IMG_CONTEXT>");
        for (ImageSpan span : prompt.images()) {
            int end = span.firstToken() + span.tokens();
            assertThat(Arrays.copyOfRange(prompt.tokens(), span.firstToken(), end))
                    .containsOnly(imageToken);
            assertThat(prompt.tokens()[span.firstToken() - 1]).isEqualTo(tokenizer.id("<img>"));
            assertThat(prompt.tokens()[end]).isEqualTo(tokenizer.id("</img>"));
        }
        assertThat(prompt.images().get(0).tokens()).isEqualTo(8);
        assertThat(prompt.images().get(1).tokens()).isEqualTo(4);
    }

    @Test
    void anotherNumberOfImagesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(List.of(Turn.userWithImage("Read.")), 1, 1))
                .withMessageContaining("name 1 images")
                .withMessageContaining("2 images");
    }

    @Test
    void aDialogueThatDoesNotEndWithTheUserIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(List.of(Turn.system("Hi"), Turn.assistant("Hello"))))
                .withMessageContaining("must end with a user's turn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(List.of(Turn.user("Hi"), Turn.assistant("A"), Turn.assistant("B"))))
                .withMessageContaining("must end with a user's turn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(List.of()))
                .withMessageContaining("must end with a user's turn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(List.of(Turn.assistant("A"))))
                .withMessageContaining("must end with a user's turn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(List.of(Turn.user("Hi"), Turn.system("Late"), Turn.user("Now?"))))
                .withMessageContaining("a system turn must stand first");
    }

    @Test
    void anAnswerGoesOnFromTheWordsItBeginsWith() {
        List<Turn> turns = List.of(Turn.user("Where?"), Turn.assistant("It is at "));

        assertThat(writer.text(turns, List.of())).endsWith("<|im_end|>\n<|im_start|>assistant\nIt is at ");
    }

    @Test
    void aPromptOfTooManyTokensIsRefusedAndNotCut() {
        List<Turn> turns = List.of(Turn.userWithImage("Read."));
        int tokens = write(turns, 5).tokens().length;
        PromptTemplate template = PromptTemplate.named("internvl2_5");

        PromptWriter enough = new PromptWriter(template, tokenizer, ImageLayout.viewByView(4), tokens);
        PromptWriter less = new PromptWriter(template, tokenizer, ImageLayout.viewByView(4), tokens - 1);

        assertThat(enough.write(turns, List.of(ImageShape.of(5))).tokens()).hasSize(tokens);
        assertThatExceptionOfType(PromptTooLongException.class)
                .isThrownBy(() -> less.write(turns, List.of(ImageShape.of(5))))
                .satisfies(refused -> assertThat(refused.tokens()).isEqualTo(tokens))
                .satisfies(refused -> assertThat(refused.most()).isEqualTo(tokens - 1));
    }

    /** @param views of each image */
    private Prompt write(List<Turn> turns, int... views) {
        return writer.write(turns, Arrays.stream(views).mapToObj(ImageShape::of).toList());
    }

    private long count(int[] tokens, String token) {
        int id = tokenizer.id(token);
        assertThat(id).isNotNegative();
        return Arrays.stream(tokens).filter(value -> value == id).count();
    }
}
