package io.pagestream.operators.split;

import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.DocumentOpener;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Opens a document, sends one {@link Page} for each page that was asked for, and closes it again. */
public final class SplitPages extends ProcessFunction<FetchedDocument, Page> {

    private static final long serialVersionUID = 1L;

    private final PipelineOptions options;
    private transient DocumentOpener opener;
    private transient StageCounters counters;

    public SplitPages(PipelineOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        opener = DocumentOpener.of(options);
        counters = StageCounters.of(getRuntimeContext(), options.stream().runId());
    }

    @Override
    public void processElement(FetchedDocument document, Context context, Collector<Page> out) {
        DocumentRequest request = document.request();
        try (PageCursor cursor = open(document)) {
            Set<Integer> asked = pages(request, cursor.pageCount());
            counters.pagesFound(asked.size());
            int position = 0;
            for (int index : asked) {
                out.collect(page(request, cursor.mediaType(), index, position++, asked.size()));
            }
        } catch (RecordFault fault) {
            context.output(DeadLetters.TAG, DeadLetters.ofDocument(Stage.SPLIT, request, fault, fault.attempts()));
        }
    }

    private PageCursor open(FetchedDocument document) throws RecordFault {
        DocumentRequest request = document.request();
        String password = Objects.requireNonNullElse(request.getPassword(), "");
        String source = request.getSource().getUri();
        return opener.open(document.bytes(), password, request.getDocumentId(), source);
    }

    @Override
    public void close() {
        if (opener != null) {
            opener.close();
        }
    }

    /** In the order in which they were asked for, each once. */
    private static Set<Integer> pages(DocumentRequest request, int count) throws RecordFault {
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
