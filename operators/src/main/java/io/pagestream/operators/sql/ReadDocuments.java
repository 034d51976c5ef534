package io.pagestream.operators.sql;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.schemas.DocumentRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;

/** One row in, a row for each page or answer out. Public because Flink calls it from code that it generates. */
public final class ReadDocuments extends AsyncPredictFunction {

    private static final long serialVersionUID = 1L;

    private final ModelOptions options;
    private final RowRequests requests;
    private final List<OutputColumn> columns;
    private final Duration within;
    private transient DocumentReader reader;

    /** @param within this time each row is answered */
    ReadDocuments(ModelOptions options, RowRequests requests, List<OutputColumn> columns, Duration within) {
        this.options = options;
        this.requests = requests;
        this.columns = columns;
        this.within = within;
    }

    @Override
    public void open(FunctionContext context) {
        options.pipeline().checkCapacity(context.getTaskInfo().getNumberOfParallelSubtasks());
        EngineSource engines = EngineSource.shared(options.pipeline().engine());
        reader = new DocumentReader(options.pipeline(), engines, within, context.getMetricGroup());
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        DocumentRequest request;
        try {
            request = requests.of(row);
        } catch (RecordFault fault) {
            return CompletableFuture.completedFuture(rows("a row", List.of(PageOutcome.failed(fault))));
        }
        return reader.read(request).thenApply(outcomes -> rows(request.getDocumentId(), outcomes));
    }

    private Collection<RowData> rows(String document, List<PageOutcome> outcomes) {
        if (options.onError() == ModelOptions.OnError.FAIL) {
            outcomes.stream().filter(PageOutcome::isFailed).findFirst().ifPresent(failed -> {
                throw new TableException(document + (failed.page() == null ? "" : ", page " + failed.page()) + ": "
                        + failed.reason() + ", " + failed.detail() + "; with '" + ModelOptions.ON_ERROR.key()
                        + "' = 'null' it would be a row");
            });
        }
        return outcomes.stream().map(this::row).toList();
    }

    private RowData row(PageOutcome outcome) {
        return GenericRowData.of(
                columns.stream().map(column -> column.of(outcome)).toArray());
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
