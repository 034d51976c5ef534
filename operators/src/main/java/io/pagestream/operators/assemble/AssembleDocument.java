package io.pagestream.operators.assemble;

import io.pagestream.operators.claim.ContentStore;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.StreamOptions;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Collects the pages of a document and sends it on with the last one, or at its deadline without those that are missing.
 * Time in which the job stood still is no time for the pages: after a restore a document has its whole deadline again.
 * Keyed by documentId; what it stores is Avro and can evolve.
 */
public final class AssembleDocument extends KeyedProcessFunction<String, PageText, OcrResult> {

    public static final TypeInformation<OcrResult> RESULT = new AvroTypeInfo<>(OcrResult.class);

    /**
     * How far documents are, for display: with a page of theirs, but of each document once in {@link #PAUSE_MILLIS}, and
     * always when it is sent on. What was said since the last checkpoint is said again after a restore.
     */
    public static final OutputTag<DocumentProgress> PROGRESS =
            new OutputTag<>("progress", new AvroTypeInfo<>(DocumentProgress.class));

    static final long PAUSE_MILLIS = 1000;

    private static final long serialVersionUID = 1L;

    private final StreamOptions options;
    private final String claimStore;
    private transient MapState<Integer, PageText> pages;
    private transient ValueState<Integer> collected;
    private transient ValueState<Integer> failed;
    private transient ValueState<Long> told;
    private transient ValueState<Long> deadline;
    private transient ValueState<Boolean> sent;
    private transient StageCounters counters;
    private transient long begun;

    public AssembleDocument(PipelineOptions options) {
        this.options = options.stream();
        this.claimStore = options.access().claimStore();
    }

    @Override
    public void open(OpenContext context) {
        counters = StageCounters.of(getRuntimeContext(), options.runId());
        begun = -1;
        pages = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("pages", Types.INT, new AvroTypeInfo<>(PageText.class)));
        collected = getRuntimeContext().getState(new ValueStateDescriptor<>("collected", Types.INT));
        failed = getRuntimeContext().getState(new ValueStateDescriptor<>("failed", Types.INT));
        told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", Types.LONG));
        deadline = getRuntimeContext().getState(new ValueStateDescriptor<>("deadline", Types.LONG));
        ValueStateDescriptor<Boolean> once = new ValueStateDescriptor<>("sent", Types.BOOLEAN);
        once.enableTimeToLive(StateTtlConfig.newBuilder(options.remember()).build());
        sent = getRuntimeContext().getState(once);
    }

    @Override
    public void processElement(PageText text, Context context, Collector<OcrResult> out) throws Exception {
        begin(context);
        if (sent.value() != null) {
            context.output(
                    DeadLetters.TAG,
                    DeadLetters.ofLatePage(
                            text, "the document was sent on before this page was read; ask for the page again"));
            return;
        }
        if (pages.contains(text.getPosition())) {
            counters.pageDropped();
            return;
        }
        pages.put(text.getPosition(), text);
        int now = number(collected) + 1;
        collected.update(now);
        if (text.getFinishReason() == FinishReason.FAILED) {
            failed.update(number(failed) + 1);
        }
        if (now >= text.getCount()) {
            send(context, out);
            return;
        }
        tell(text, false, context);
        if (deadline.value() == null) {
            long due = context.timerService().currentProcessingTime()
                    + options.documentDeadline().toMillis();
            context.timerService().registerProcessingTimeTimer(due);
            deadline.update(due);
        }
    }

    private static int number(ValueState<Integer> state) throws IOException {
        Integer value = state.value();
        return value == null ? 0 : value;
    }

    private void tell(PageText any, boolean finished, Context context) throws IOException {
        long now = context.timerService().currentProcessingTime();
        if (!finished && told.value() != null && now - told.value() < PAUSE_MILLIS) {
            return;
        }
        told.update(now);
        context.output(
                PROGRESS,
                DocumentProgress.newBuilder()
                        .setDocumentId(any.getDocumentId())
                        .setTenant(any.getTenant())
                        .setTotal(any.getCount())
                        .setDone(number(collected) - number(failed))
                        .setFailed(number(failed))
                        .setFinished(finished)
                        .setTime(now)
                        .build());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<OcrResult> out) throws Exception {
        if (deadline.value() == null || deadline.value() != timestamp) {
            return;
        }
        begin(context);
        long earliest = begun + options.documentDeadline().toMillis();
        if (timestamp < earliest) {
            context.timerService().registerProcessingTimeTimer(earliest);
            deadline.update(earliest);
        } else {
            send(context, out);
        }
    }

    /** Notes when this task was given something for the first time: nobody else tells when a job goes on. */
    private void begin(Context context) {
        begun = begun < 0 ? context.timerService().currentProcessingTime() : begun;
    }

    private void send(Context context, Collector<OcrResult> out) throws Exception {
        List<PageText> texts = new ArrayList<>();
        pages.values().forEach(texts::add);
        OcrResult result = DocumentInOrder.of(texts);
        try {
            out.collect(record(result));
        } catch (RecordFault fault) {
            context.output(DeadLetters.TAG, DeadLetters.ofResult(result, fault));
        }
        counters.documentDone();
        tell(texts.get(0), true, context);
        forget(context);
    }

    /**
     * What is sent on of {@code result}.
     *
     * @throws IOException when the claim store cannot be written to: that is no fault of the document, and nothing is lost
     *     when the task goes back to its checkpoint
     */
    private OcrResult record(OcrResult result) throws RecordFault, IOException {
        int bytes = AvroBytes.of(result).length;
        if (bytes > options.maxResultBytes()) {
            throw tooLarge(
                    bytes,
                    options.maxResultBytes(),
                    "raise pagestream.result.max-size, or ask for fewer pages at once");
        }
        if (bytes <= options.claimAboveBytes()) {
            return result;
        }
        if (claimStore.isEmpty()) {
            throw tooLarge(
                    bytes,
                    options.claimAboveBytes(),
                    "set pagestream.claims.store, where larger ones are put, or ask for fewer pages at once");
        }
        return LargeResults.putAway(result, new ContentStore(claimStore));
    }

    private static RecordFault tooLarge(int bytes, long limit, String advice) {
        return new RecordFault(
                Reason.TOO_LARGE, "the result has " + bytes + " bytes, the limit is " + limit + "; " + advice);
    }

    private void forget(Context context) throws Exception {
        if (deadline.value() != null) {
            context.timerService().deleteProcessingTimeTimer(deadline.value());
        }
        pages.clear();
        collected.clear();
        failed.clear();
        told.clear();
        deadline.clear();
        sent.update(true);
    }
}
