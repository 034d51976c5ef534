package io.pagestream.operators.metrics;

import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Stage;
import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts the letters on their way to the sink, by reason, and the documents that ended as a letter. */
public final class CountDeadLetters extends RichMapFunction<DeadLetter, DeadLetter> {

    private static final long serialVersionUID = 1L;

    /** What fails here, fails as a whole. */
    private static final Set<Stage> BEFORE_PAGES = EnumSet.of(Stage.SOURCE, Stage.FETCH, Stage.SPLIT);

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
        if (BEFORE_PAGES.contains(letter.getStage())) {
            counters.documentDone();
        }
        return letter;
    }
}
