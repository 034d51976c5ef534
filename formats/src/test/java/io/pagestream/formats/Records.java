package io.pagestream.formats;

import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.util.Arrays;
import java.util.List;

/** Records to write. */
final class Records {

    private Records() {}

    static OcrResult document(String id, PageText... pages) {
        for (PageText page : pages) {
            page.setCount(pages.length);
        }
        return OcrResult.newBuilder()
                .setDocumentId(id)
                .setStatus(DocumentStatus.COMPLETE)
                .setSource(new ClaimCheck("file:/in/" + id, 5L, "ab"))
                .setPageCount(pages.length)
                .setPages(Arrays.asList(pages))
                .setModel("tiny")
                .setPromptVersion("1")
                .setRendererVersion("pdfbox 3")
                .setMilliseconds(7)
                .build();
    }

    static PageText page(int index, String text) {
        return PageText.newBuilder()
                .setDocumentId("d")
                .setIndex(index)
                .setPosition(index)
                .setCount(1)
                .setSource(new ClaimCheck("file:/in/d", 5L, "ab"))
                .setWidth(20)
                .setHeight(30)
                .setColumns(2)
                .setRows(3)
                .setText(text)
                .setConfidence(0.5)
                .setFinishReason(FinishReason.STOP)
                .setPromptTokens(11)
                .setTokens(3)
                .setMilliseconds(7)
                .setModel("tiny")
                .setPromptVersion("1")
                .setRendererVersion("pdfbox 3")
                .build();
    }

    static PageText failed(int index, String reason) {
        return PageText.newBuilder(page(index, ""))
                .setFinishReason(FinishReason.FAILED)
                .setFailure(reason)
                .setConfidence(null)
                .build();
    }

    static QaResult answer(String answer, String json) {
        return QaResult.newBuilder()
                .setDocumentId("d")
                .setPage(2)
                .setQuestionId("q1")
                .setQuestion("how much?")
                .setAnswer(answer)
                .setJson(json)
                .setEvidence(List.of())
                .setFinishReason(FinishReason.STOP)
                .build();
    }

    static DeadLetter letter(String detail) {
        return DeadLetter.newBuilder()
                .setStage(Stage.SPLIT)
                .setReason(Reason.CORRUPT)
                .setDetail(detail)
                .setDocumentId("d")
                .build();
    }
}
