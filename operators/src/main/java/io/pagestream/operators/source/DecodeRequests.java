package io.pagestream.operators.source;

import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.schemas.DocumentRequest;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Decodes records; what is no request goes to {@link DeadLetters#TAG} with its bytes. */
public final class DecodeRequests extends ProcessFunction<RequestRecord, DocumentRequest> {

    private static final long serialVersionUID = 1L;

    private final String runId;
    private final RequestFormat format;
    private transient StageCounters counters;
    private transient RequestFormat.Reader reader;

    public DecodeRequests(String runId, RequestFormat format) {
        this.runId = runId;
        this.format = format;
    }

    @Override
    public void open(OpenContext context) {
        counters = StageCounters.of(getRuntimeContext(), runId);
        reader = format.open();
    }

    @Override
    public void processElement(RequestRecord record, Context context, Collector<DocumentRequest> out) {
        counters.documentFound();
        DocumentRequest request;
        try {
            request = reader.read(record.bytes());
        } catch (IOException e) {
            context.output(DeadLetters.TAG, DeadLetters.ofRecord(record.origin(), record.bytes(), e.getMessage()));
            return;
        }
        out.collect(request);
    }
}
