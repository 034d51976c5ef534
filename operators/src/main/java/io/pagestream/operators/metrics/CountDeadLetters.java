package io.pagestream.operators.metrics;

import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Stage;
import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the letters on their way to the sink, by reason, and the documents that ended as a letter. */
public final class CountDeadLetters extends RichMapFunction<DeadLetter, DeadLetter> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(CountDeadLetters.class);

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
    @SuppressWarnings("try") // it is open for what is logged meanwhile
    public DeadLetter map(DeadLetter letter) {
        // Not its detail: libraries put what they could not read into their messages.
        try (LoggedRecord logged = LoggedRecord.of(letter.getDocumentId(), letter.getPage())) {
            LOG.info("dead letter: {} in {}", letter.getReason(), letter.getStage());
        }
        counters.deadLetter(letter);
        if (BEFORE_PAGES.contains(letter.getStage())) {
            counters.documentDone();
        }
        return letter;
    }
}
