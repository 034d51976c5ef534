package io.pagestream.operators.fault;

import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageRange;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The request that a letter carries, so that what has failed can be asked for again. Without its password, which has no
 * place in a letter.
 *
 * <p>A whole document was never sent on, so it is asked for under its own documentId. A page or a question has left its mark
 * in the stream: under the same documentId it would be dropped, for what is asked twice is answered once. It is asked for as
 * a document of its own, whose name is that of the document with {@code #pageN} (0 is the first page) and, of a question,
 * {@code #} and its id behind it. The name is always the same, so that what is sent again twice is answered once, too.
 */
final class RequestAgain {

    private RequestAgain() {}

    /** Without what may stand before the host of its address; null when its content is too large. */
    static ByteBuffer ofDocument(DocumentRequest request) {
        if (request.getContent() != null && request.getContent().remaining() > DeadLetters.MAX_ORIGINAL_BYTES) {
            return null;
        }
        DocumentRequest.Builder again = DocumentRequest.newBuilder(request).setPassword(null);
        if (again.getSource() != null) {
            again.getSource()
                    .setUri(DeadLetters.withoutCredentials(again.getSource().getUri()));
        }
        return bytes(again.build());
    }

    /** What {@code page} says that is wanted of it. */
    static ByteBuffer ofPage(Page page) {
        return ofPage(page, page.getDocumentId() + "#page" + page.getIndex());
    }

    /** @param page with this question alone */
    static ByteBuffer ofQuestion(Page page, String questionId) {
        return ofPage(page, page.getDocumentId() + "#page" + page.getIndex() + "#" + questionId);
    }

    private static ByteBuffer ofPage(Page page, String documentId) {
        return bytes(DocumentRequest.newBuilder()
                .setDocumentId(documentId)
                .setSource(page.getSource())
                .setMediaType(page.getMediaType())
                .setPages(List.of(new PageRange(page.getIndex(), page.getIndex())))
                .setTask(page.getTask())
                .setQuestions(page.getQuestions())
                .setAnswerSchema(page.getAnswerSchema())
                .setTenant(page.getTenant())
                .setLane(page.getLane())
                .setTextLayer(page.getTextLayer())
                .build());
    }

    /** Null when it is too large for a letter. */
    private static ByteBuffer bytes(DocumentRequest request) {
        byte[] bytes = AvroBytes.singleObject(request);
        return bytes.length <= DeadLetters.MAX_ORIGINAL_BYTES ? ByteBuffer.wrap(bytes) : null;
    }
}
