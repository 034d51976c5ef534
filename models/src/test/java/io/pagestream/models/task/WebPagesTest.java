package io.pagestream.models.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.prompt.PromptTemplate;
import org.junit.jupiter.api.Test;

class WebPagesTest {

    @Test
    void tokensGoAndPicturesComeFromAServiceThatAnswers() {
        assertThat(WebPages.clean(
                        "<img src=\"https://source.unsplash.com/random/800x600/?tea,cup\">[UNUSED_TOKEN_145]"))
                .isEqualTo("<img src=\"https://picsum.photos/800/600\">");
        assertThat(WebPages.clean("url('https://source.unsplash.com/random/1x2/?a') x"))
                .isEqualTo("url('https://picsum.photos/1/2') x");
        assertThat(WebPages.clean("https://source.unsplash.com/other")).isEqualTo("https://source.unsplash.com/other");
    }

    @Test
    void scriptsGoIntoThePage() {
        String answer = "Sure:\n<script>\na();\n</script> and <SCRIPT type=\"x\">b();</SCRIPT><script>  </script>";

        assertThat(WebPages.withScripts("<html><p>x</p></html>", answer))
                .isEqualTo("<html><p>x</p><script>\na();\nb();\n</script>\n</html>");
        assertThat(WebPages.withScripts("<html><script>c();</script></html>", answer))
                .isEqualTo("<html><script>c();\na();\nb();\n</script></html>");
        assertThat(WebPages.withScripts("no page", answer)).startsWith("no page<script>");
        assertThat(WebPages.withScripts("<html></html>", "no scripts")).isEqualTo("<html></html>");
        assertThat(WebPages.withScripts("<html></html>", "<script>" + "<script".repeat(100_000)))
                .isEqualTo("<html></html>");
    }

    @Test
    void aResumeIsTwoQuestions() {
        TaskPlan first = WebPages.resume("# Ada");
        TaskPlan second = WebPages.events("<html></html>");

        assertThat(PromptTemplate.named("xcomposer2d5").text(first.turns(), image -> ""))
                .startsWith("[UNUSED_TOKEN_146]user\n Generate a personal page using the content in the resume:# Ada[");
        assertThat(PromptTemplate.named("xcomposer2d5").text(second.turns(), image -> ""))
                .contains("user\n Generate JavaScript events for the html code:<html></html>[");
        assertThat(second.adapter()).contains("web");
    }
}
