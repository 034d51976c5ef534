package io.pagestream.operators.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a run has done so far, for a progress bar in the same JVM. After a restart of the job some work is counted again.
 * Any thread.
 */
public final class Progress {

    private static final Map<String, Progress> RUNS = new ConcurrentHashMap<>();

    final LongAdder documentsFound = new LongAdder();
    final LongAdder documentsDone = new LongAdder();
    final LongAdder pagesFound = new LongAdder();
    final LongAdder pagesDone = new LongAdder();
    final LongAdder pagesFailed = new LongAdder();
    final LongAdder textLayerPages = new LongAdder();
    final LongAdder blankPages = new LongAdder();
    final LongAdder answers = new LongAdder();
    final LongAdder deadLetters = new LongAdder();

    private Progress() {}

    /** The counters of the run {@code runId}; made when they are asked for the first time. */
    public static Progress of(String runId) {
        return RUNS.computeIfAbsent(runId, id -> new Progress());
    }

    /** Forgets a run that is over. */
    public static void forget(String runId) {
        RUNS.remove(runId);
    }

    /** Requests that came in. */
    public long documentsFound() {
        return documentsFound.sum();
    }

    /** Documents with a result, and documents that are a dead letter as a whole. */
    public long documentsDone() {
        return documentsDone.sum();
    }

    public long pagesFound() {
        return pagesFound.sum();
    }

    /** Pages that were read, or about which every question was answered. */
    public long pagesDone() {
        return pagesDone.sum();
    }

    public long pagesFailed() {
        return pagesFailed.sum();
    }

    /** Pages that were read from the text that the document carries. */
    public long textLayerPages() {
        return textLayerPages.sum();
    }

    /** Pages on which there is nothing to read. */
    public long blankPages() {
        return blankPages.sum();
    }

    public long answers() {
        return answers.sum();
    }

    public long deadLetters() {
        return deadLetters.sum();
    }
}
