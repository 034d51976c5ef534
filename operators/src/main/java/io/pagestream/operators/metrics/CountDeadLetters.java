package io.pagestream.operators.metrics;

import io.pagestream.schemas.DeadLetter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts the letters on their way to the sink, by reason. */
public final class CountDeadLetters extends RichMapFunction<DeadLetter, DeadLetter> {

    private static final long serialVersionUID = 1L;

    private final String runId;
    private transient StageCounters counters;

    public CountDeadLetters(String runId) {
        this.runId = runId;
    }

    @Override
    public void open(OpenContext context) {
        counters = StageCounters.of(getRuntimeContext(), runId);
    }

    @Override
    public DeadLetter map(DeadLetter letter) {
        counters.deadLetter(letter);
        return letter;
    }
}
