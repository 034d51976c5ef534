package io.pagestream.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EditsTest {

    @Test
    void edits_are_counted_in_code_points_and_in_words() {
        assertThat(Edits.ofCharacters("sitting", "kitten")).isEqualTo(new Edits(3, 7));
        assertThat(Edits.ofCharacters("a😀b", "ab")).isEqualTo(new Edits(1, 3));
        assertThat(Edits.ofWords("the total is 42", "the tota is 42 !")).isEqualTo(new Edits(2, 4));
        assertThat(Edits.ofWords("", "")).isEqualTo(new Edits(0, 0));
    }

    @Test
    void totals_are_edits_over_all_lengths_and_an_empty_truth_has_no_rate() {
        Edits all = new Edits(1, 10).plus(new Edits(5, 30));

        assertThat(all.rate()).hasValue(6.0 / 40);
        assertThat(Edits.ofCharacters("", "ab")).isEqualTo(new Edits(2, 0));
        assertThat(Edits.ofCharacters("", "ab").rate()).isEmpty();
        assertThat(new Edits(7, 2).rate()).hasValue(3.5);
    }

    @Test
    void a_long_page_is_compared_and_an_endless_one_refused() {
        String page = "word ".repeat(2000).strip();

        assertThat(Edits.ofCharacters(page, page.replaceFirst("word", "wort"))).isEqualTo(new Edits(1, 9999));
        assertThatThrownBy(() -> Edits.ofCharacters("a".repeat(Edits.MOST + 1), "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40000");
    }

    @Test
    void white_space_and_composition_do_not_count_and_everything_else_does() {
        assertThat(ComparedText.of("  Cafe\u0301 \n\n au\u00A0lait\f ")).isEqualTo("Caf\u00E9 au lait");
        assertThat(ComparedText.of("\u8BF7 \u8F93\u5165 a b")).isEqualTo("\u8BF7\u8F93\u5165a b");
        assertThat(ComparedText.of("A\u2013B \u201Cq\u201D")).isEqualTo("A\u2013B \u201Cq\u201D");
    }

    @Test
    void markdown_loses_its_marks() {
        assertThat(ComparedText.of(ComparedText.plain("# Head\n\nsome *text* here\n\n- one\n- two")))
                .contains("Head some text here", "one", "two")
                .doesNotContain("#", "*");
    }

    @Test
    void answers_are_similar_up_to_a_half_as_in_the_paper() {
        assertThat(Anls.of(List.of("hello"), "HELO")).isCloseTo(0.8, within(1e-9));
        assertThat(Anls.of(List.of("abcd"), "abxy")).as("a distance of a half").isZero();
        assertThat(Anls.of(List.of("abcde"), "abcxy")).isCloseTo(0.6, within(1e-9));
        assertThat(Anls.of(List.of("no", "$60.44"), "60.44")).isCloseTo(5.0 / 6, within(1e-9));
        assertThat(Anls.of(List.of("x"), "")).isZero();
    }
}
