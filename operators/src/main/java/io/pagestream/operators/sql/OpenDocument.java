package io.pagestream.operators.sql;

import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A document between its row and the rows of its pages. It ends once: with its last page, its time, or the engine. Any thread. */
final class OpenDocument {

    private final CompletableFuture<List<PageOutcome>> outcomes = new CompletableFuture<>();
    private final SortedMap<Integer, List<PageOutcome>> done = new TreeMap<>();
    private final Map<Integer, Runnable> asked = new HashMap<>();
    private List<Page> pages = List.of();
    private int next;

    /** Of all pages, in the order in which they were asked for. */
    CompletableFuture<List<PageOutcome>> outcomes() {
        return outcomes;
    }

    synchronized void begin(List<Page> of) {
        pages = of;
    }

    /** The next page that is to be read; empty when there is none, or nobody waits for it any more. */
    synchronized Optional<Page> next() {
        return outcomes.isDone() || next == pages.size() ? Optional.empty() : Optional.of(pages.get(next++));
    }

    /** @param giveUp ends {@code page}, which is at the engine, with what has been read of it */
    void asked(Page page, Runnable giveUp) {
        boolean late;
        synchronized (this) {
            late = outcomes.isDone();
            asked.put(page.getPosition(), giveUp);
        }
        if (late) {
            giveUp.run();
        }
    }

    void add(Page page, List<PageOutcome> of) {
        synchronized (this) {
            asked.remove(page.getPosition());
            done.put(page.getPosition(), of);
            if (done.size() < pages.size()) {
                return;
            }
        }
        complete();
    }

    /** The whole document cannot be read. */
    void refuse(Reason reason, String detail) {
        outcomes.complete(List.of(PageOutcome.failed(reason, detail)));
    }

    /** Fails the query. */
    void fail(Throwable error) {
        outcomes.completeExceptionally(error);
    }

    /** Its time is over: what has been read counts, the rest has timed out. */
    void expire(String detail) {
        List<Runnable> working;
        synchronized (this) {
            working = List.copyOf(asked.values());
        }
        working.forEach(Runnable::run);
        synchronized (this) {
            if (pages.isEmpty()) {
                refuse(Reason.TIMED_OUT, detail);
                return;
            }
            for (Page page : pages) {
                done.computeIfAbsent(
                        page.getPosition(), position -> List.of(PageOutcome.failed(page, Reason.TIMED_OUT, detail)));
            }
        }
        complete();
    }

    private void complete() {
        List<PageOutcome> all;
        synchronized (this) {
            all = done.values().stream().flatMap(List::stream).toList();
        }
        outcomes.complete(all);
    }
}
