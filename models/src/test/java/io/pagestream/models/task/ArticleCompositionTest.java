package io.pagestream.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pagestream.models.prompt.PromptTemplate;
import io.pagestream.models.task.ArticleComposition.Ask;
import io.pagestream.models.task.ArticleComposition.Done;
import io.pagestream.models.task.ArticleComposition.Search;
import io.pagestream.models.task.ArticleComposition.Section;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations with scripted answers. */
class ArticleCompositionTest {

    private static final String USER = "[UNUSED_TOKEN_146]user\n";
    private static final String ANSWER = "[UNUSED_TOKEN_145]\n[UNUSED_TOKEN_146]assistant\n";
    private static final String SEGMENTS = "<Seg0> One.\n<Seg1> Two.\n<Seg2> Three.\n";

    @Test
    void anArticleWithPicturesThatAreLookedUp() {
        ArticleComposition composing =
                ArticleComposition.of(TaskFamily.XCOMPOSER2D5, "Write about tea.", List.of(), OptionalInt.empty());

        assertThat(asked(composing)).isEqualTo(USER + "Write about tea." + ANSWER);
        assertThat(((Ask) composing.next()).plan().adapter()).contains("write");
        composing.answered("  One.\n \n\n  Two.\nThree.\n");

        assertThat(asked(composing))
                .isEqualTo(USER + "给定文章\"" + SEGMENTS + "\" 根据上述文章，选择适合插入图像的行" + ANSWER + "适合插入图像的行是");
        composing.answered("<Seg2>, <Seg0>, <Seg77>, <Seg99999999999>");

        assertThat(asked(composing))
                .startsWith("[UNUSED_TOKEN_146]system\n请严格按照示例的<input> <output>格式")
                .endsWith("</output>\n<input>\n给定文章\"<Seg0> One.\n<Seg1> Two.\n\" 给出适合在<Seg0>后插入的图像对应的标题。"
                        + "</input><output>" + ANSWER + "标题是\"");
        composing.answered("a \"green\" field\"</output>");

        assertThat(asked(composing))
                .endsWith("<input>\n给定文章\"" + SEGMENTS
                        + "\" 现在<Seg0>后插入图像对应的标题是\"a \"green\" field\"。给出适合在<Seg2>后插入的图像对应的标题。"
                        + "</input><output>" + ANSWER + "标题是\"");
        composing.answered("x".repeat(80) + "\"");

        assertThat(composing.next()).isEqualTo(new Search("a \"green\" field", Set.of()));
        composing.found(List.of("p1", "p2", "p2", "p3", "p4", "p5"));
        assertThat(composing.next()).isEqualTo(new Search("x".repeat(53), Set.of("p1", "p2", "p3", "p4")));
        composing.found(List.of("p1", "q1", "q2"));

        assertThat(asked(composing))
                .isEqualTo(
                        USER + "根据给定上下文和候选图像，选择合适的配图：One.\n候选图像包括: A.<p1>\nB.<p2>\nC.<p3>\nD.<p4>" + ANSWER + "最合适的图是");
        composing.answered(":B.");
        assertThat(asked(composing))
                .isEqualTo(USER + "根据给定上下文和候选图像，选择合适的配图：One.\n<p2>Two.\nThree.\n候选图像包括: A.<q1>\nB.<q2>" + ANSWER
                        + "最合适的图是");
        composing.answered("D");

        assertThat(composing.next())
                .isEqualTo(new Done(List.of(
                        new Section("One.", Optional.of("p2")),
                        new Section("Two.", Optional.empty()),
                        new Section("Three.", Optional.of("q1")))));
    }

    @Test
    void anArticleWithPicturesOfTheUser() {
        ArticleComposition composing =
                ArticleComposition.of(TaskFamily.XCOMPOSER2, "Write.", List.of("u1", "u2", "u3"), OptionalInt.of(2));

        assertThat(asked(composing)).isEqualTo(USER + "<u1> <u2> <u3>Write." + ANSWER);
        assertThat(((Ask) composing.next()).plan().adapter()).isEmpty();
        composing.answered("One.\nTwo.\nThree.");
        assertThat(asked(composing))
                .startsWith(USER + "<u1> <u2> <u3> 给定文章\"<Seg0> One.")
                .contains("选择适合插入图像的2行");
        composing.answered("<Seg0><Seg1><Seg2>");
        assertThat(asked(composing)).contains("One.\n候选图像包括: A.<u1>\nB.<u2>\nC.<u3>");
        composing.answered(" C");
        assertThat(asked(composing)).contains("：One.\n<u3>Two.\n候选图像包括: A.<u1>\nB.<u2>");
        composing.answered("");

        assertThat(composing.next())
                .isEqualTo(new Done(List.of(
                        new Section("One.", Optional.of("u3")),
                        new Section("Two.", Optional.of("u1")),
                        new Section("Three.", Optional.empty()))));
    }

    @Test
    void aCaptionOf20EndsAtTheNextQuotationMark() {
        ArticleComposition composing =
                ArticleComposition.of(TaskFamily.XCOMPOSER2, "Write.", List.of(), OptionalInt.empty());
        composing.answered("One.");
        composing.answered("<Seg0>");
        assertThat(asked(composing))
                .isEqualTo(USER + "给定文章\"<Seg0> One.\n\" 给出适合在<Seg0>后插入的图像对应的标题。" + ANSWER + "标题是\"");
        composing.answered("tea\" and \"more\"");

        assertThat(composing.next()).isEqualTo(new Search("tea", Set.of()));
        composing.found(List.of());
        assertThat(composing.next()).isEqualTo(new Done(List.of(new Section("One.", Optional.empty()))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyAnswersLeadToAnEnd(long seed) {
        Random random = new Random(seed);
        String[] bits = {"<Seg1>", "<Seg0>", "<Seg", ">", "A", "\"", "\n", " ", "文", "😀", "<|im_end|>", "9", "Z"};
        for (int run = 0; run < 300; run++) {
            List<String> images = random.nextBoolean() ? List.of() : List.of("u", "v", "w");
            ArticleComposition composing = ArticleComposition.of(
                    random.nextBoolean() ? TaskFamily.XCOMPOSER2 : TaskFamily.XCOMPOSER2D5,
                    "Write.",
                    images,
                    OptionalInt.empty());
            int steps = 0;
            while (!(composing.next() instanceof Done)) {
                assertThat(++steps).isLessThan(300);
                if (composing.next() instanceof Search) {
                    composing.found(random.nextBoolean() ? List.of() : List.of("p" + steps, "q", "r"));
                } else {
                    assertThat(asked(composing)).isNotEmpty();
                    StringBuilder answer = new StringBuilder();
                    for (int i = random.nextInt(40); i > 0; i--) {
                        answer.append(bits[random.nextInt(bits.length)]);
                    }
                    composing.answered(answer.toString());
                }
            }
        }
    }

    @Test
    void whatIsNotAskedForIsRefused() {
        ArticleComposition composing =
                ArticleComposition.of(TaskFamily.XCOMPOSER2, "Write.", List.of(), OptionalInt.empty());

        assertThatIllegalStateException()
                .isThrownBy(() -> composing.found(List.of()))
                .withMessageContaining("waits for Ask");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArticleComposition.of(TaskFamily.INTERNVL, "x", List.of(), OptionalInt.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ArticleComposition.of(TaskFamily.XCOMPOSER2, "x", List.of("a", "a"), OptionalInt.empty()));
        composing.answered("  \n ");
        assertThat(composing.next()).isEqualTo(new Done(List.of()));
    }

    @Test
    void paragraphsAreChangedInTheWordsOfTheDemo() {
        assertThat(ParagraphEdits.expand("a", "b")).isEqualTo("扩写以下段落：a\n基于以下素材：b");
        assertThat(ParagraphEdits.rewrite("a", "b")).isEqualTo("改写以下段落：a\n基于以下素材：b");
        assertThat(ParagraphEdits.shorten("a")).isEqualTo("缩写以下段落：a");
        assertThat(ParagraphEdits.insert("a", "b", "c")).isEqualTo("在以下两段中插入一段。\n第一段：a\n第二段：b\n插入段的大纲：c");
    }

    /** The open question as XComposer is given it, each image written as its name. */
    private static String asked(ArticleComposition composing) {
        Ask ask = (Ask) composing.next();
        return PromptTemplate.named("xcomposer2d5")
                .text(ask.plan().turns(), image -> "<" + ask.images().get(image) + ">");
    }
}
