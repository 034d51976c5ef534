package io.pagestream.operators.source;

import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Decodes records; what is no request goes to {@link DeadLetters#TAG} with its bytes. */
public final class DecodeRequests extends ProcessFunction<RequestRecord, DocumentRequest> {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 32;

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
        try {
            addressed(request, record);
        } catch (RecordFault fault) {
            context.output(DeadLetters.TAG, DeadLetters.ofDocument(Stage.SOURCE, request, fault, 1));
            return;
        }
        out.collect(request);
    }

    /** What stands outside of a request was put there by whoever lets requests in, and is believed more. */
    private static void addressed(DocumentRequest request, RequestRecord record) throws RecordFault {
        if (record.tenant() != null) {
            request.setTenant(record.tenant());
        }
        if (record.lane() != null) {
            request.setLane(lane(record.lane()));
        }
    }

    private static Lane lane(String header) throws RecordFault {
        return switch (header.strip().toUpperCase(Locale.ROOT)) {
            case "INTERACTIVE" -> Lane.INTERACTIVE;
            case "BACKFILL" -> Lane.BACKFILL;
            default ->
                throw new RecordFault(
                        Reason.INVALID_REQUEST,
                        "the header " + RequestRecord.LANE + " must be INTERACTIVE or BACKFILL, got '"
                                + header.substring(0, Math.min(SHOWN, header.length())) + "'");
        };
    }
}
