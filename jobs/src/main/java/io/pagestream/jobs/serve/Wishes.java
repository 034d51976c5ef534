package io.pagestream.jobs.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.TextLayerUse;
import java.util.List;

/**
 * What is wanted of a document; see {@link DocumentRequest}. Kept on disk as JSON.
 *
 * @param pages 0 is the first; empty: all
 * @param answerSchema a JSON schema; null without one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Wishes(
        String task, List<Asked> questions, String answerSchema, Lane lane, TextLayerUse textLayer, List<Range> pages) {

    /** A question, or the name of a value. */
    record Asked(String id, String text) {}

    /** Pages, the last one included. */
    record Range(int first, int last) {}

    Wishes {
        questions = questions == null ? List.of() : List.copyOf(questions);
        pages = pages == null ? List.of() : List.copyOf(pages);
    }

    /** @param password null without one */
    DocumentRequest request(String id, ClaimCheck source, String mediaType, String password) {
        return DocumentRequest.newBuilder()
                .setDocumentId(id)
                .setSource(source)
                .setMediaType(mediaType)
                .setPassword(password)
                .setTask(task)
                .setQuestions(questions.stream()
                        .map(asked -> new Question(asked.id(), asked.text()))
                        .toList())
                .setAnswerSchema(answerSchema)
                .setLane(lane)
                .setTextLayer(textLayer)
                .setPages(pages.stream()
                        .map(range -> new PageRange(range.first(), range.last()))
                        .toList())
                .build();
    }
}
