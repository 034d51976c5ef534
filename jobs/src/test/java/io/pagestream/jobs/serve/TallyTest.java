package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.serve.End.State;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Stage;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void a_read_document_ends_with_its_result() {
        Tally tally = new Tally(Made.wishes("read"));
        tally.add(Made.progress("d", 2, 1, 0));
        assertThat(tally.end()).isEmpty();
        assertThat(tally.done()).isEqualTo(1);

        tally.add(Made.result("d", FinishReason.STOP, FinishReason.STOP));

        assertThat(tally.end()).contains(State.COMPLETE);
        assertThat(tally.done()).isEqualTo(2);
    }

    @Test
    void a_failed_page_needs_its_letter_too_whichever_comes_first() {
        Tally tally = new Tally(Made.wishes("read"));
        tally.add(Made.result("d", FinishReason.STOP, FinishReason.FAILED));
        assertThat(tally.end()).as("the reason is on its way").isEmpty();

        tally.add(Made.letter("d", 1, null, Stage.TILE));

        assertThat(tally.end()).contains(State.PARTIAL);
        assertThat(tally.failed()).isEqualTo(1);
    }

    @Test
    void a_document_of_which_no_page_could_be_read_has_failed() {
        Tally tally = new Tally(Made.wishes("read"));
        tally.add(Made.letter("d", 0, null, Stage.TILE));
        tally.add(Made.result("d", FinishReason.FAILED));

        assertThat(tally.end()).contains(State.FAILED);
    }

    @Test
    void what_was_counted_at_the_beginning_does_not_undo_what_was_counted_since() {
        Tally tally = new Tally(Made.wishes("read"));
        tally.add(Made.progress("d", 5, 3, 1));
        tally.add(Made.progress("d", 5, 0, 0));

        assertThat(tally.done()).isEqualTo(3);
        assertThat(tally.failed()).isEqualTo(1);
    }

    @Test
    void a_document_that_is_refused_has_failed() {
        Tally tally = new Tally(Made.wishes("read"));
        tally.add(Made.letter("d", null, null, Stage.SPLIT));

        assertThat(tally.end()).contains(State.FAILED);
    }

    @Test
    void questions_end_when_every_page_has_each_answer_or_its_letter() {
        Tally tally = new Tally(Made.wishes("ask", "q1", "q2"));
        tally.add(Made.answer("d", 0, "q1"));
        tally.add(Made.answer("d", 0, "q2"));
        assertThat(tally.end()).as("it is not known how many pages there are").isEmpty();
        tally.add(Made.progress("d", 2, 0, 0));
        assertThat(tally.end()).isEmpty();
        tally.add(Made.answer("d", 1, "q2"));
        tally.add(Made.answer("d", 1, "q2"));
        assertThat(tally.answers()).as("after a restart it comes again").isEqualTo(3);
        assertThat(tally.end()).isEmpty();

        tally.add(Made.letter("d", 1, "q1", Stage.ANSWER));

        assertThat(tally.end()).contains(State.PARTIAL);
    }

    @Test
    void nobody_is_asked_about_a_page_that_could_not_be_decoded() {
        Tally tally = new Tally(Made.wishes("ask", "q1", "q2"));
        tally.add(Made.progress("d", 1, 0, 0));
        tally.add(Made.letter("d", 0, null, Stage.TILE));

        assertThat(tally.end()).contains(State.FAILED);
    }

    @Test
    void who_reads_and_asks_waits_for_both() {
        Tally tally = new Tally(Made.wishes("read+ask", "q1"));
        tally.add(Made.result("d", FinishReason.STOP));
        assertThat(tally.end()).isEmpty();

        tally.add(Made.answer("d", 0, "q1"));

        assertThat(tally.end()).contains(State.COMPLETE);
    }

    /** The page was not read, but it was seen: its questions are asked all the same. */
    @Test
    void a_page_that_the_model_did_not_read_is_still_asked_about() {
        Tally tally = new Tally(Made.wishes("read+ask", "q1"));
        tally.add(Made.result("d", FinishReason.FAILED));
        tally.add(Made.letter("d", 0, null, Stage.RECOGNIZE));
        assertThat(tally.end()).isEmpty();

        tally.add(Made.answer("d", 0, "q1"));

        assertThat(tally.end()).contains(State.PARTIAL);
    }

    @Test
    void the_same_letter_is_known_again() {
        Tally tally = new Tally(Made.wishes("read"));
        DeadLetter letter = Made.letter("d", 0, null, Stage.TILE);
        assertThat(tally.has(letter)).isFalse();
        tally.add(letter);

        assertThat(tally.has(letter)).isTrue();
        assertThat(tally.letters()).isEqualTo(1);
    }

    /** The job failed between a result and the letters of its pages, and the pages were read the second time. */
    @Test
    void a_result_that_comes_again_counts_in_place_of_the_first() {
        Tally tally = new Tally(Made.wishes("read"));
        tally.add(Made.result("d", FinishReason.STOP, FinishReason.FAILED));

        tally.add(Made.result("d", FinishReason.STOP, FinishReason.STOP));

        assertThat(tally.end()).contains(State.COMPLETE);
        assertThat(tally.failed()).isZero();
    }
}
