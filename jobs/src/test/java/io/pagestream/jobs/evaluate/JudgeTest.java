package io.pagestream.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pagestream.jobs.evaluate.DocumentScore.QuestionScore;
import io.pagestream.jobs.evaluate.DocumentScore.State;
import io.pagestream.jobs.evaluate.DocumentScore.Total;
import io.pagestream.jobs.evaluate.GroundTruth.Asked;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {

    @TempDir
    Path folder;

    private final Map<String, GroundTruth> known = new LinkedHashMap<>();

    private static GroundTruth text(String text) {
        return new GroundTruth("x.gt.txt", text, true, List.of());
    }

    @Test
    void what_was_read_is_held_against_what_is_known_and_totals_weigh_by_length() {
        known.put("a.png", text("The quick\nbrown fox"));
        known.put("b.png", text("ab"));
        known.put("c.png", new GroundTruth(null, "", false, List.of()));
        Judge judge = new Judge(known);
        judge.take(Made.document("a.png", "# The quick\n\nbrawn fox"));
        judge.take(Made.document("b.png", "ab"));

        List<DocumentScore> scores = judge.scores();

        assertThat(scores)
                .extracting(DocumentScore::id, DocumentScore::state, DocumentScore::characters, DocumentScore::words)
                .containsExactly(
                        tuple("a.png", State.JUDGED, new Edits(1, 19), new Edits(1, 4)),
                        tuple("b.png", State.JUDGED, new Edits(0, 2), new Edits(0, 1)),
                        tuple("c.png", State.NO_GROUND_TRUTH, Edits.NONE, Edits.NONE));
        Total total = Total.of(scores);
        assertThat(total.characters()).isEqualTo(new Edits(1, 21));
        assertThat(List.of(total.documents(), total.judged(), total.unjudged())).containsExactly(3L, 2L, 1L);
        assertThat(ScoreTable.of(scores)).contains("5.26 %", "25.00 %", "4.76 %", "no ground truth", "2 judged, 1 not");
    }

    @Test
    void what_could_not_be_read_is_read_as_nothing_and_says_why() {
        known.put("gone.pdf", text("ten chars."));
        known.put("half.pdf", text("one two"));
        Judge judge = new Judge(known);
        judge.take(DeadLetter.newBuilder()
                .setStage(Stage.SPLIT)
                .setReason(Reason.CORRUPT)
                .setDetail("it is broken")
                .setDocumentId("gone.pdf")
                .build());
        OcrResult half = Made.document("half.pdf", "one", "two");
        PageText failed = half.getPages().get(1);
        failed.setFinishReason(FinishReason.FAILED);
        failed.setText("");
        half.getPages().get(0).setFinishReason(FinishReason.LENGTH);
        judge.take(half);

        List<DocumentScore> scores = judge.scores();

        assertThat(scores.get(0).characters()).isEqualTo(new Edits(10, 10));
        assertThat(scores.get(0).notes()).containsExactly("CORRUPT, it is broken");
        assertThat(scores.get(1).characters())
                .as("no sentence about the page is compared")
                .isEqualTo(new Edits(4, 7));
    }

    @Test
    void the_surest_page_answers_for_the_document() {
        Asked total = new Asked("Total?", List.of("$5.00"));
        known.put("i.pdf", new GroundTruth(null, "", false, List.of(total, new Asked("Date?", List.of("1 May")))));
        Judge judge = new Judge(known);
        judge.take(Made.answer("i.pdf", 0, "q1", "nothing", 0.3));
        judge.take(Made.answer("i.pdf", 1, "q1", " $5.00\n", 0.9));

        List<DocumentScore> scores = judge.scores();

        assertThat(scores.get(0).questions())
                .extracting(QuestionScore::answer, QuestionScore::page, QuestionScore::anls, QuestionScore::exact)
                .containsExactly(tuple("$5.00", 1, 1.0, true), tuple("", -1, 0.0, false));
        assertThat(Total.of(scores).anls()).isEqualTo(0.5);
        assertThat(ScoreJson.of("m", "cpu", scores)).contains("\"anls\" : 0.5", "\"exact\" : 1", "\"cer\" : null");
    }

    @Test
    void lines_are_paired_in_order_though_one_is_missing_and_one_invented() {
        List<LineScore> lines = LineMatch.of(
                "first line\nsecond line\n\nthird line", Made.document("x", "first lime\nthird line\nsomething else"));

        assertThat(lines)
                .extracting(
                        LineScore::truth, LineScore::found, line -> line.edits().count())
                .containsExactly(
                        tuple("first line", "first lime", 1L),
                        tuple("second line", "", 11L),
                        tuple("third line", "third line", 0L),
                        tuple("", "something else", 14L));
    }

    @Test
    void a_text_too_long_to_compare_is_listed() {
        known.put("long.pdf", text("a".repeat(Edits.MOST + 1)));

        assertThat(new Judge(known).scores()).extracting(DocumentScore::state).containsExactly(State.TOO_LONG);
    }

    @Test
    void ground_truth_stands_beside_a_document_under_its_name() throws Exception {
        Path document = folder.resolve("a.b.pdf");
        Files.writeString(folder.resolve("a.b.gt.md"), "| x | y |\n|---|---|\n| 1 | 2 |");
        Files.writeString(
                folder.resolve("a.b.qa.json"),
                "[{\"question\":\"One?\",\"answer\":\"1\"},{\"question\":\"Any?\",\"answer\":[\"2\",\"two\"]}]");

        GroundTruth truth = GroundTruth.beside(document);

        assertThat(truth.textFile()).isEqualTo("a.b.gt.md");
        assertThat(truth.text()).contains("x", "2").doesNotContain("---");
        assertThat(truth.questions())
                .containsExactly(new Asked("One?", List.of("1")), new Asked("Any?", List.of("2", "two")));
        assertThat(truth.task()).isEqualTo("read+ask");
        Files.writeString(folder.resolve("a.b.gt.txt"), "plain");
        assertThat(GroundTruth.beside(document).text()).isEqualTo("plain");
        assertThat(GroundTruth.beside(folder.resolve("other.pdf")).isEmpty()).isTrue();
    }

    @Test
    void broken_ground_truth_is_refused_by_name() throws Exception {
        Path document = folder.resolve("a.pdf");
        Path questions = folder.resolve("a.qa.json");
        for (String wrong : List.of("[{\"question\":\"One?\"}]", "{}", "[", "[{\"question\":1,\"answer\":\"x\"}]")) {
            Files.writeString(questions, wrong);
            assertThatThrownBy(() -> GroundTruth.beside(document))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a.qa.json");
        }
        Files.delete(questions);
        Files.write(folder.resolve("a.gt.txt"), new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> GroundTruth.beside(document)).hasMessageContaining("UTF-8");
        Files.write(folder.resolve("a.gt.txt"), new byte[(int) GroundTruth.MOST_BYTES + 1]);
        assertThatThrownBy(() -> GroundTruth.beside(document)).hasMessageContaining("bytes");
    }
}
