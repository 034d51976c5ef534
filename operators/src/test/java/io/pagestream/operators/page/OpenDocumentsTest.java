package io.pagestream.operators.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.operators.Samples;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.options.PipelineOptions;
import org.junit.jupiter.api.Test;

class OpenDocumentsTest {

    @Test
    void aDocumentStaysOpenForItsNextPage() throws Exception {
        try (OpenDocuments documents = room(2, 1 << 20)) {
            PageCursor first = documents.cursor(Samples.page("exact_56.png", "read"));

            assertThat(documents.cursor(Samples.page("exact_56.png", "read"))).isSameAs(first);
        }
    }

    @Test
    void theOneThatWasNotUsedForLongestIsClosedFirst() throws Exception {
        try (OpenDocuments documents = room(2, 1 << 20)) {
            PageCursor first = documents.cursor(Samples.page("exact_56.png", "read"));
            PageCursor second = documents.cursor(Samples.page("mode_l.png", "read"));
            documents.cursor(Samples.page("exact_56.png", "read"));

            documents.cursor(Samples.page("mode_1.png", "read"));

            assertThat(documents.size()).isEqualTo(2);
            assertThat(documents.cursor(Samples.page("exact_56.png", "read"))).isSameAs(first);
            assertThat(documents.cursor(Samples.page("mode_l.png", "read"))).isNotSameAs(second);
        }
    }

    @Test
    void bytesAreBoundedToo() throws Exception {
        try (OpenDocuments documents = room(10, Samples.image("exact_56.png").length)) {
            documents.cursor(Samples.page("exact_56.png", "read"));
            documents.cursor(Samples.page("mode_1.png", "read"));

            assertThat(documents.size()).isEqualTo(1);
        }
    }

    private static OpenDocuments room(int documents, long bytes) {
        PipelineOptions options = Samples.options();
        return new OpenDocuments(ClaimChecks.of(options.access()), DocumentOpener.of(options), documents, bytes);
    }
}
