package io.pagestream.operators.split;

import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.LoggedRecord;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.DocumentOpener;
import io.pagestream.operators.page.DocumentPages;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Stage;
import java.util.List;
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
    @SuppressWarnings("try") // it is open for what is logged meanwhile
    public void processElement(FetchedDocument document, Context context, Collector<Page> out) {
        DocumentRequest request = document.request();
        try (LoggedRecord logged = LoggedRecord.of(request.getDocumentId(), null)) {
            List<Page> pages = DocumentPages.of(document, opener);
            counters.pagesFound(pages.size());
            boolean many = pages.size() > options.stream().backfillAbove();
            for (Page page : pages) {
                page.setLane(many ? Lane.BACKFILL : page.getLane());
                out.collect(page);
            }
        } catch (RecordFault fault) {
            context.output(DeadLetters.TAG, DeadLetters.ofDocument(Stage.SPLIT, request, fault, fault.attempts()));
        }
    }

    @Override
    public void close() {
        if (opener != null) {
            opener.close();
        }
    }
}
