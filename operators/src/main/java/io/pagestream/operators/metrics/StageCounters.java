package io.pagestream.operators.metrics;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.trust.Remedy;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.TextOrigin;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * The counters of the pipeline. In Flink each stands in the operator's scope under {@code pagestream}, for example {@code
 * <operator>.pagestream.pagesDone}; dead letters in addition under {@code pagestream.reason.<REASON>.deadLetters} and
 * further attempts under {@code pagestream.remedy.<REMEDY>.retries}, which Prometheus shows as labels; {@link TenantCounters}
 * beside them. Any thread.
 */
public final class StageCounters {

    private final MetricGroup group;
    private final Progress progress;
    private final Counter documentsFound;
    private final Counter documentsDone;
    private final Counter pagesFound;
    private final Counter pagesDone;
    private final Counter pagesFailed;
    private final Counter pagesDropped;
    private final Counter textLayerPages;
    private final Counter blankPages;
    private final Counter answers;
    private final Counter answerTokens;
    private final Counter loops;
    private final TenantCounters tenants;
    private final Map<Remedy, Counter> retries = new EnumMap<>(Remedy.class);
    private final Map<Reason, Counter> deadLetters = new EnumMap<>(Reason.class);

    private StageCounters(MetricGroup group, Progress progress) {
        this.group = group;
        this.progress = progress;
        documentsFound = counter(group, "documentsFound");
        documentsDone = counter(group, "documentsDone");
        pagesFound = counter(group, "pagesFound");
        pagesDone = counter(group, "pagesDone");
        pagesFailed = counter(group, "pagesFailed");
        pagesDropped = counter(group, "pagesDropped");
        textLayerPages = counter(group, "textLayerPages");
        blankPages = counter(group, "blankPages");
        answers = counter(group, "answers");
        answerTokens = counter(group, "answerTokens");
        loops = counter(group, "loops");
        tenants = new TenantCounters(group);
        for (Remedy remedy : Remedy.values()) {
            retries.put(remedy, counter(group.addGroup("remedy", remedy.name()), "retries"));
        }
    }

    /** For the operator whose context this is, in the run {@code runId}. */
    public static StageCounters of(RuntimeContext context, String runId) {
        return of(context.getMetricGroup(), runId);
    }

    /** For the operator whose metrics these are, in the run {@code runId}. */
    public static StageCounters of(MetricGroup operator, String runId) {
        return new StageCounters(operator.addGroup("pagestream"), Progress.of(runId));
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    public void documentFound() {
        count(documentsFound, progress.documentsFound, 1);
    }

    public void documentDone() {
        count(documentsDone, progress.documentsDone, 1);
    }

    public void pagesFound(int pages) {
        count(pagesFound, progress.pagesFound, pages);
    }

    public void pageDone(String tenant) {
        count(pagesDone, progress.pagesDone, 1);
        tenants.page(tenant);
    }

    public void pageFailed() {
        count(pagesFailed, progress.pagesFailed, 1);
    }

    /** A page that was asked for again although it was already sent on. */
    public void pageDropped() {
        pagesDropped.inc();
    }

    /** A page whose text comes from {@code origin}, and was not shown to the model. */
    public void pageWithoutModel(TextOrigin origin) {
        if (origin == TextOrigin.BLANK) {
            count(blankPages, progress.blankPages, 1);
        } else {
            count(textLayerPages, progress.textLayerPages, 1);
        }
    }

    public void answer() {
        count(answers, progress.answers, 1);
    }

    /** An answer of the engine, whatever becomes of it. */
    public void read(String tenant, Reading.Text answer) {
        tenants.read(tenant, answer);
        answerTokens.inc(answer.tokens().length);
        if (answer.finish() == Reading.Finish.LOOPED) {
            loops.inc();
        }
    }

    /** A page or question that is asked again. */
    public void retry(Remedy remedy) {
        retries.get(remedy).inc();
    }

    /** Task thread only: the first letter of a reason registers its metric. */
    public void deadLetter(DeadLetter letter) {
        progress.deadLetters.increment();
        deadLetters.computeIfAbsent(letter.getReason(), this::deadLetterCounter).inc();
    }

    private Counter deadLetterCounter(Reason reason) {
        return counter(group.addGroup("reason", reason.name()), "deadLetters");
    }

    private static void count(Counter counter, LongAdder adder, int by) {
        counter.inc(by);
        adder.add(by);
    }
}
