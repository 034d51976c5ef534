package io.pagestream.jobs.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which document was changed when: every change has a number, higher than all before it, also over restarts, for numbers
 * begin at the microseconds of the clock. Of each document only the last change is kept, so that nobody who comes late has to
 * be told what is no longer so. Any thread.
 */
final class Changes {

    /** Deletions that are remembered for those who come late. */
    private static final int DELETIONS = 10_000;

    private final NavigableMap<Long, Change> changes = new TreeMap<>();
    private final NavigableMap<Long, Change> deletions = new TreeMap<>();
    private long last;

    /** @param document null when it was deleted */
    record Change(long revision, String id, Kept document) {}

    /** What goes with a change, before anybody is told of it. */
    interface Note {
        void write(long revision) throws IOException;
    }

    /** A number that was never there. */
    synchronized long next() {
        last = Math.max(last + 1, System.currentTimeMillis() * 1000);
        return last;
    }

    /** An earlier process has given {@code number} away; the clock may have been set back since. */
    synchronized void passed(long number) {
        last = Math.max(last, number);
    }

    /** Takes up what an earlier process has numbered. */
    synchronized void restore(Kept document, long revision) {
        passed(revision);
        document.revision(revision);
        changes.put(revision, new Change(revision, document.id(), document));
    }

    /** Numbers a change of {@code document}; the lock of {@code document} is held. */
    synchronized void changed(Kept document, Note note) throws IOException {
        long revision = next();
        note.write(revision);
        changes.remove(document.revision());
        document.revision(revision);
        changes.put(revision, new Change(revision, document.id(), document));
        notifyAll();
    }

    synchronized void deleted(Kept document) {
        changes.remove(document.revision());
        long revision = next();
        deletions.put(revision, new Change(revision, document.id(), null));
        if (deletions.size() > DELETIONS) {
            deletions.pollFirstEntry();
        }
        notifyAll();
    }

    synchronized long latest() {
        return last;
    }

    /** At most {@code most} changes after {@code revision}, in order; waits for one, at most {@code millis}. */
    synchronized List<Change> after(long revision, int most, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (changes.higherKey(revision) == null && deletions.higherKey(revision) == null) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        NavigableMap<Long, Change> both = new TreeMap<>();
        addTo(both, changes, revision, most);
        addTo(both, deletions, revision, most);
        return new ArrayList<>(both.values()).subList(0, Math.min(most, both.size()));
    }

    private static void addTo(
            NavigableMap<Long, Change> all, NavigableMap<Long, Change> some, long revision, int most) {
        some.tailMap(revision, false).values().stream().limit(most).forEach(each -> all.put(each.revision(), each));
    }
}
