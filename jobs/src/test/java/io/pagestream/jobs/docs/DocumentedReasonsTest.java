package io.pagestream.jobs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.schemas.Reason;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasons of dead letters in the documents are those of the schema. */
class DocumentedReasonsTest {

    private static final List<String> REASONS = Stream.of(Reason.values())
            .map(Reason::name)
            .filter(each -> !each.equals("UNKNOWN"))
            .toList();

    @Test
    void everyReasonOfADeadLetterHasItsPlaceInTheTableOfRunning() throws Exception {
        String page = Files.readString(DocPages.HOME.resolve("docs/running.md"));
        String table = page.substring(page.indexOf("| reason | when |"));
        List<String> rows = table.lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .flatMap(line -> Stream.of(line.split("\\|")[1].strip().split(", ")))
                .toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(REASONS);
    }

    @Test
    void theGuideForOperationsSaysWhatToDoAboutEach() throws Exception {
        String page = Files.readString(DocPages.HOME.resolve("docs/operations.md"));

        assertThat(REASONS).allSatisfy(reason -> assertThat(page).contains("`" + reason + "`"));
    }
}
