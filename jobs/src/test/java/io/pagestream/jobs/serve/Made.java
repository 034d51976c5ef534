package io.pagestream.jobs.serve;

import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import io.pagestream.schemas.TextLayerUse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a stream would have for a document. */
final class Made {

    static final String TEXT = "| a | b |\n|---|---|\n| 1 | 2 |\n";

    private Made() {}

    static Wishes wishes(String task, String... questions) {
        return new Wishes(
                task,
                Stream.of(questions).map(id -> new Wishes.Asked(id, "what?")).toList(),
                null,
                Lane.INTERACTIVE,
                TextLayerUse.UNKNOWN,
                List.of());
    }

    static DocumentProgress progress(String id, int total, int done, int failed) {
        return new DocumentProgress(id, "", total, done, failed, false, 0L);
    }

    /** A document whose pages ended so. */
    static OcrResult result(String id, FinishReason... pages) {
        ClaimCheck source = new ClaimCheck("file:///x", 1L, "");
        List<PageText> texts = new ArrayList<>();
        for (FinishReason page : pages) {
            texts.add(PageText.newBuilder()
                    .setDocumentId(id)
                    .setIndex(texts.size())
                    .setPosition(texts.size())
                    .setCount(pages.length)
                    .setSource(source)
                    .setText(page == FinishReason.STOP ? TEXT : "")
                    .setBlocks(List.of())
                    .setFinishReason(page)
                    .setFailure(page == FinishReason.FAILED ? "CORRUPT" : null)
                    .build());
        }
        boolean whole = List.of(pages).stream().allMatch(page -> page == FinishReason.STOP);
        return OcrResult.newBuilder()
                .setDocumentId(id)
                .setStatus(whole ? DocumentStatus.COMPLETE : DocumentStatus.PARTIAL)
                .setSource(source)
                .setPageCount(pages.length)
                .setPages(texts)
                .build();
    }

    static QaResult answer(String id, int page, String question) {
        return QaResult.newBuilder()
                .setDocumentId(id)
                .setPage(page)
                .setQuestionId(question)
                .setQuestion("what?")
                .setAnswer("that")
                .setFinishReason(FinishReason.STOP)
                .build();
    }

    static DeadLetter letter(String id, Integer page, String question, Stage stage) {
        return DeadLetter.newBuilder()
                .setStage(stage)
                .setReason(Reason.CORRUPT)
                .setDetail("it is broken")
                .setDocumentId(id)
                .setPage(page)
                .setQuestionId(question)
                .build();
    }
}
