package io.pagestream.jobs.evaluate;

import io.pagestream.schemas.Box;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Results as the pipeline would give them. */
final class Made {

    private Made() {}

    static OcrResult document(String id, String... pages) {
        return OcrResult.newBuilder()
                .setDocumentId(id)
                .setStatus(DocumentStatus.COMPLETE)
                .setSource(
                        ClaimCheck.newBuilder().setUri("file:///nowhere/" + id).build())
                .setPageCount(pages.length)
                .setPages(IntStream.range(0, pages.length)
                        .mapToObj(i -> page(id, i, pages[i]))
                        .toList())
                .build();
    }

    static PageText page(String id, int index, String markdown) {
        return PageText.newBuilder()
                .setDocumentId(id)
                .setIndex(index)
                .setPosition(index)
                .setCount(1)
                .setSource(
                        ClaimCheck.newBuilder().setUri("file:///nowhere/" + id).build())
                .setText(markdown)
                .setFinishReason(FinishReason.STOP)
                .setLines(lines(markdown))
                .build();
    }

    private static List<Line> lines(String markdown) {
        return Arrays.stream(markdown.split("\n"))
                .map(text -> Line.newBuilder()
                        .setText(text)
                        .setBox(new Box(1.0, 2.0, 30.0, 12.0))
                        .build())
                .toList();
    }

    static QaResult answer(String id, int page, String question, String answer, Double confidence) {
        return QaResult.newBuilder()
                .setDocumentId(id)
                .setPage(page)
                .setQuestionId(question)
                .setQuestion("?")
                .setAnswer(answer)
                .setConfidence(confidence)
                .build();
    }
}
