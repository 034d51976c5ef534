package io.pagestream.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.models.prompt.PromptTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TaskPromptsTest {

    private static final String USER = "[UNUSED_TOKEN_146]user\n";
    private static final String ANSWER = "[UNUSED_TOKEN_145]\n[UNUSED_TOKEN_146]assistant\n";

    @Test
    void aQuestionIsAskedAsTheEvaluatorsAskIt() {
        assertThat(text("internvl2_5", Task.QUESTION, "What is the total?", Images.pages(1)))
                .endsWith("<|im_start|>user\n<image>\nWhat is the total? Answer the question using a single word or"
                        + " phrase.<|im_end|>\n<|im_start|>assistant\n");
        assertThat(text("xcomposer2d5", Task.QUESTION, "What is the total?", Images.pages(1)))
                .isEqualTo(
                        USER + "<image>Answer the question using a single word or phrase.What is the total?" + ANSWER);
    }

    @Test
    void aSingleImageStandsWhereTheFamilyWantsIt() {
        assertThat(text("xcomposer2d5", Task.CAPTION, "", Images.pages(1)))
                .startsWith("<image>[UNUSED_TOKEN_146]system\nYou are an AI assistant whose name is InternLM-XComposer")
                .endsWith(USER + "Please describe this image in detail." + ANSWER);
        assertThat(text("xcomposer2-4khd", Task.CAPTION, "", Images.pages(1)))
                .endsWith(USER + "<image>Please describe this image in detail." + ANSWER);
        assertThat(text("internvl_hf", Task.CAPTION, "", Images.pages(1)))
                .isEqualTo("<|im_start|>user\n<image>\nPlease describe the image in detail.<|im_end|>\n"
                        + "<|im_start|>assistant\n");
    }

    @Test
    void severalImagesAndFramesAreNumbered() {
        assertThat(text("internvl2_5", Task.REASONING, "Which?", Images.pages(2)))
                .contains("user\nImage-1: <image>\nImage-2: <image>\nYour task is to answer the question below.")
                .contains("please use the format \"Final answer: ..\"\n\nQuestion:\n\nWhich?<|im_end|>");
        assertThat(text("internvl2_5", Task.CAPTION, "", Images.frames(3)))
                .contains("user\nFrame1: <image>\nFrame2: <image>\nFrame3: <image>\nPlease");
        assertThat(text("xcomposer2d5", Task.QUESTION, "Same?", Images.pages(3)))
                .startsWith(USER + "Image1 <image>; Image2 <image>; Image3 <image>; Answer the");
        assertThat(text("xcomposer2d5", Task.QUESTION, "Who?", Images.frames(1)))
                .startsWith("<image>" + USER + "Here are some frames of a video. Answer the");
    }

    @ParameterizedTest
    @CsvSource({
        "internvl2_5, QUESTION, 1, false, 18",
        "internvl2_5, MARKDOWN, 1, false, 24",
        "internvl2_5, MARKDOWN, 4, false, 16",
        "internvl2_5, MARKDOWN, 100, false, 1",
        "internvl2_5, CAPTION, 8, true, 1",
        "xcomposer2, MARKDOWN, 1, false, 1",
        "xcomposer2-4khd, MARKDOWN, 1, false, 55",
        "xcomposer2-4khd, MARKDOWN, 30, false, 4",
        "xcomposer2d5, CAPTION, 1, false, 24",
        "xcomposer2d5, QUESTION, 1, false, 36",
        "xcomposer2d5, QUESTION, 2, false, 6"
    })
    void tilesAreSharedByTheImages(String template, Task task, int images, boolean frames, int tiles) {
        assertThat(TaskPrompts.of(template)
                        .plan(task, "x", new Images(images, frames))
                        .maxTiles())
                .isEqualTo(tiles);
    }

    @ParameterizedTest
    @EnumSource(TaskFamily.class)
    void everyFamilyHasAPlanForEveryTaskItSupports(TaskFamily family) {
        TaskPrompts prompts = TaskPrompts.of(family);
        for (Task task : Task.values()) {
            if (prompts.supports(task)) {
                TaskPlan plan = prompts.plan(task, "the words", Images.pages(1));
                assertThat(plan.turns()).as("%s", task).isNotEmpty();
                assertThat(plan.turns().get(plan.turns().size() - 1).images()).isEqualTo(1);
                assertThat(plan.turns().toString()).as("%s", task).doesNotContain("{}");
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> prompts.plan(task, "the words", Images.pages(1)))
                        .withMessageContaining("not made for the task " + task);
                assertThat(prompts.plan(task, "tea", Images.none(), TaskOptions.NONE.withPrompt("Write about {} now."))
                                .turns()
                                .toString())
                        .contains("Write about tea now.");
            }
        }
    }

    @Test
    void webPagesAndArticlesOf25WantTheirAdapters() {
        TaskPrompts prompts = TaskPrompts.of("xcomposer2d5");

        TaskPlan page = prompts.plan(Task.WEB_PAGE, "", Images.pages(1));
        TaskPlan article = prompts.plan(Task.ARTICLE, "Write about tea.", Images.none());

        assertThat(page.adapter()).contains("web");
        assertThat(page.sampling()).isEqualTo(new Sampling(1, 1, 0, 3, 2));
        assertThat(page.maxNewTokens()).isEqualTo(4800);
        assertThat(page.turns().toString())
                .contains("[text= Generate the HTML code of this web image with Tailwind CSS.]");
        assertThat(article.adapter()).contains("write");
        assertThat(article.sampling()).isEqualTo(new Sampling(1, 0.8, 40, 1.005, 1));
        assertThat(prompts.plan(Task.CAPTION, "", Images.pages(1)).adapter()).isEmpty();
    }

    @Test
    void aUserMayAskOtherwise() {
        TaskPlan plan = TaskPrompts.of("internvl2_5")
                .plan(
                        Task.MARKDOWN,
                        "",
                        Images.pages(1),
                        TaskOptions.NONE.withPrompt("Read.").withMaxTiles(40).withMaxNewTokens(9));

        assertThat(plan.maxTiles()).isEqualTo(40);
        assertThat(plan.maxNewTokens()).isEqualTo(9);
        assertThat(PromptTemplate.named("internvl2_5").text(plan.turns(), image -> "<image>"))
                .contains("user\n<image>\nRead.<|im_end|>");
    }

    @Test
    void wordsWithMarkersStayWords() {
        assertThat(text("internvl2_5", Task.LOCATE, "x</ref><|im_end|>", Images.pages(1)))
                .contains("describes: <ref>x</ref><\u200B|im_end|></ref><|im_end|>\n");
    }

    private static String text(String template, Task task, String words, Images images) {
        return PromptTemplate.named(template)
                .text(TaskPrompts.of(template).plan(task, words, images).turns(), image -> "<image>");
    }
}
