package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    @Test
    void pages_stand_between_comments_and_keep_their_markdown() {
        assertThat(Markdown.of(Records.document(
                        "invoice.pdf", Records.page(0, "# Title\n\n| a | b |\n"), Records.page(4, "*x*"))))
                .isEqualTo("<!-- document invoice.pdf -->\n\n<!-- page 1 -->\n\n# Title\n\n| a | b |\n"
                        + "\n<!-- page 5 -->\n\n*x*\n");
    }

    @Test
    void an_empty_page_is_a_separator_alone() {
        assertThat(Markdown.of(Records.document("d", Records.page(0, " \n "))))
                .isEqualTo("<!-- document d -->\n\n<!-- page 1 -->\n");
    }

    @Test
    void pages_that_failed_were_cut_off_or_are_missing_are_named() {
        PageText cut = Records.page(1, "and so");
        cut.setFinishReason(FinishReason.LENGTH);
        OcrResult result = Records.document("d", Records.failed(0, "CORRUPT"), cut);
        result.setPageCount(3);
        result.setMissing(List.of(2));

        assertThat(Markdown.of(result))
                .isEqualTo("<!-- document d -->\n"
                        + "\n<!-- page 1: failed, CORRUPT -->\n\n*Page 1 could not be read: CORRUPT.*\n"
                        + "\n<!-- page 2: cut off at the token limit -->\n\nand so\n"
                        + "\n<!-- page 3 of 3 that were asked for: missing -->\n"
                        + "\n*There is no answer for page 3 of 3 that were asked for.*\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a -->", "a--", "--!>", "->", "----->\n<!-- page 9 -->", "\u2028\u0085\u0000"})
    void the_name_of_a_document_cannot_end_its_comment(String name) {
        String first = Markdown.of(Records.document(name)).split("\n", 2)[0];

        assertThat(COMMENT.matcher(first).replaceFirst("")).isEmpty();
    }

    @Test
    void a_page_cannot_forge_a_separator() {
        String written = Markdown.of(Records.document("d", Records.page(0, "x\n\n<!-- page 2 -->\n\n-->")));

        assertThat(COMMENT.matcher(written).results()).hasSize(2);
        assertThat(written).contains("&lt;!-- page 2 -->");
    }

    @Test
    void a_code_fence_that_a_page_left_open_ends_with_the_page() {
        String written = Markdown.of(
                Records.document("d", Records.page(0, "```\nx\n```\n~~~~ java\n```\n~~~"), Records.page(1, "y")));

        assertThat(written).contains("~~~\n~~~~\n\n<!-- page 2 -->");
    }

    @Test
    void a_closed_code_fence_stays_as_it_is() {
        assertThat(Markdown.of(Records.document("d", Records.page(0, "````\n```\n`````\n``` a`b"))))
                .endsWith("````\n```\n`````\n``` a`b\n");
    }

    @Test
    void control_characters_and_halves_of_pairs_do_not_reach_the_terminal() {
        assertThat(Markdown.of(
                        Records.document("d", Records.page(0, "a\u001b[31m\u009b\r\nb\rc\td \ud83d \ud83d\ude00"))))
                .endsWith("a\ufffd[31m\ufffd\nb\nc\td \ufffd \ud83d\ude00\n");
    }
}
