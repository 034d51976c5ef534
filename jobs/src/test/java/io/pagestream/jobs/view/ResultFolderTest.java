package io.pagestream.jobs.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.view.ResultFolder.Overview;
import io.pagestream.operators.claim.ContentStore;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

    @TempDir
    Path place;

    @Test
    void what_a_run_writes_is_seen_line_by_line_and_stays_when_the_file_gets_its_name() throws Exception {
        Path draft = place.resolve(".results.jsonl.part");
        try (ResultFolder folder = new ResultFolder(place, new NamedSources(List.of()))) {
            assertThat(folder.refresh().writing()).isFalse();

            String second = MadeResults.another("b", "second");
            Files.writeString(draft, MadeResults.another("a", "first") + "\n" + second.substring(0, 40));
            Overview halfway = folder.refresh();
            assertThat(halfway.documents()).isEqualTo(1);
            assertThat(halfway.unreadable()).isZero();
            assertThat(halfway.writing()).isTrue();

            Files.writeString(draft, second.substring(40) + "\n", StandardOpenOption.APPEND);
            assertThat(folder.refresh().documents()).isEqualTo(2);

            Files.move(draft, place.resolve("results.jsonl"));
            assertThat(text(folder, 1)).as("while the move was not noticed yet").isEqualTo("second");
            Overview done = folder.refresh();
            assertThat(done.documents()).isEqualTo(2);
            assertThat(done.writing()).isFalse();
            assertThat(text(folder, 1)).isEqualTo("second");
        }
    }

    @Test
    void a_file_that_is_written_anew_is_read_anew() throws Exception {
        Path file = place.resolve("results.jsonl");
        Files.writeString(file, MadeResults.another("a", "old") + "\n" + MadeResults.another("b", "old") + "\n");
        try (ResultFolder folder = new ResultFolder(place, new NamedSources(List.of()))) {
            assertThat(folder.refresh().documents()).isEqualTo(2);

            Files.writeString(file, MadeResults.another("c", "new") + "\n");

            assertThat(folder.refresh().documents()).isEqualTo(1);
            assertThat(folder.rows(0, 10).get(0).id()).isEqualTo("c");
        }
    }

    @Test
    void lines_that_are_no_results_are_counted_and_the_first_is_explained() throws Exception {
        Files.writeString(place.resolve("results.jsonl"), "nonsense\n\n[]\n" + MadeResults.another("a", "x") + "\n");
        try (ResultFolder folder = new ResultFolder(place, new NamedSources(List.of()))) {
            Overview found = folder.refresh();

            assertThat(found.documents()).isEqualTo(1);
            assertThat(found.unreadable()).isEqualTo(2);
            assertThat(found.fault()).contains("expected JSON", "nonsense");
        }
    }

    @Test
    void answers_and_dead_letters_belong_to_their_document_even_without_a_result() throws Exception {
        MadeResults made = MadeResults.in(place);
        try (ResultFolder folder = new ResultFolder(made.results(), new NamedSources(List.of()))) {
            assertThat(folder.refresh())
                    .extracting(Overview::documents, Overview::answers, Overview::letters)
                    .containsExactly(4, 1, 1);
            assertThat(folder.document(0).orElseThrow().answers()).singleElement();
            assertThat(folder.document(3).orElseThrow().result()).isNull();
            assertThat(folder.rows(3, 10)).singleElement().satisfies(row -> {
                assertThat(row.id()).isEqualTo("contract.pdf");
                assertThat(row.letters()).isEqualTo(1);
            });
        }
    }

    @Test
    void files_of_a_job_are_found_by_day_and_hidden_ones_are_not() throws Exception {
        Path day = Files.createDirectories(place.resolve("results/day=2026-11-21"));
        Files.writeString(day.resolve("results-1.jsonl"), MadeResults.another("a", "x") + "\n");
        Files.writeString(day.resolve(".results-2.jsonl"), MadeResults.another("b", "x") + "\n");
        try (ResultFolder folder = new ResultFolder(place, new NamedSources(List.of()))) {
            assertThat(folder.refresh().documents()).isEqualTo(1);
        }
    }

    @Test
    void a_result_that_lies_in_the_claim_store_is_shown_from_there() throws Exception {
        Path store = place.resolve("claims");
        OcrResult result = (OcrResult) JsonLines.parse(MadeResults.another("a", "far away"));
        OcrResult record = LargeResults.putAway(result, new ContentStore(store.toString()));
        Files.writeString(place.resolve("results.jsonl"), JsonLines.of(record) + "\n");
        try (ResultFolder folder = new ResultFolder(place, new NamedSources(List.of()))) {
            assertThat(folder.refresh().unreadable()).isZero();
            assertThat(folder.document(0).orElseThrow().result().getPages())
                    .extracting(PageText::getText)
                    .containsExactly("far away");
        }
        try (ResultFolder folder = new ResultFolder(place, new NamedSources(List.of(place.resolve("documents"))))) {
            assertThat(folder.refresh().fault()).contains("a is shown without its pages", "allowed root");
            assertThat(folder.document(0).orElseThrow().result().getPages()).isEmpty();
        }
    }

    @Test
    void a_search_looks_into_text_answers_and_reasons_and_any_space_is_a_space() throws Exception {
        MadeResults made = MadeResults.in(place);
        try (ResultFolder folder = new ResultFolder(made.results(), new NamedSources(List.of()))) {
            folder.refresh();

            assertThat(TextSearch.in(folder, "FINELINERS  black").hits())
                    .extracting(TextSearch.Hit::kind)
                    .containsExactly("page", "page");
            assertThat(TextSearch.in(folder, "what is the total").hits())
                    .extracting(TextSearch.Hit::kind)
                    .containsExactly("answer");
            assertThat(TextSearch.in(folder, "encrypted").hits())
                    .extracting(TextSearch.Hit::id)
                    .containsExactly("contract.pdf");
            assertThat(TextSearch.in(folder, ".*").hits()).isEmpty();
            assertThatThrownBy(() -> TextSearch.in(folder, " ")).hasMessageContaining("1 to 200 characters, got 0");
        }
    }

    private static String text(ResultFolder folder, int number) throws Exception {
        return folder.document(number).orElseThrow().result().getPages().get(0).getText();
    }
}
