package io.pagestream.operators.page;

import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The references to the pages of a document that its request asks for. */
public final class DocumentPages {

    private DocumentPages() {}

    /**
     * Opens a document, counts its pages and closes it again. On the thread of {@code opener}.
     *
     * @return in the order in which they were asked for, each once
     * @throws RecordFault when the document cannot be opened, or lacks a page that is asked for
     */
    public static List<Page> of(FetchedDocument document, DocumentOpener opener) throws RecordFault {
        DocumentRequest request = document.request();
        try (PageCursor cursor = open(document, opener)) {
            Set<Integer> asked = asked(request, cursor.pageCount());
            List<Page> pages = new ArrayList<>(asked.size());
            for (int index : asked) {
                pages.add(page(request, cursor.mediaType(), index, pages.size(), asked.size()));
            }
            return pages;
        }
    }

    private static PageCursor open(FetchedDocument document, DocumentOpener opener) throws RecordFault {
        DocumentRequest request = document.request();
        String password = Objects.requireNonNullElse(request.getPassword(), "");
        String source = request.getSource().getUri();
        return opener.open(document.bytes(), password, request.getDocumentId(), source);
    }

    private static Set<Integer> asked(DocumentRequest request, int count) throws RecordFault {
        Set<Integer> asked = new LinkedHashSet<>();
        if (request.getPages().isEmpty()) {
            addAll(asked, 0, count - 1);
        }
        for (PageRange range : request.getPages()) {
            if (range.getLast() >= count) {
                throw new RecordFault(
                        Reason.PAGE_OUT_OF_RANGE,
                        "the document has " + count + " pages, asked for were " + range.getFirst() + " to "
                                + range.getLast() + " (0 is the first)");
            }
            addAll(asked, range.getFirst(), range.getLast());
        }
        return asked;
    }

    private static void addAll(Set<Integer> asked, int first, int last) {
        for (int index = first; index <= last; index++) {
            asked.add(index);
        }
    }

    private static Page page(DocumentRequest request, String mediaType, int index, int position, int count) {
        return Page.newBuilder()
                .setDocumentId(request.getDocumentId())
                .setIndex(index)
                .setPosition(position)
                .setCount(count)
                .setSource(request.getSource())
                .setMediaType(mediaType)
                .setPassword(request.getPassword())
                .setTask(request.getTask())
                .setQuestions(request.getQuestions())
                .setAnswerSchema(request.getAnswerSchema())
                .setTenant(request.getTenant())
                .setLane(request.getLane())
                .setTextLayer(request.getTextLayer())
                .build();
    }
}
