package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.isolated.IsolatedCursor.SentDocument;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/** The children of one lease. Whoever asks has one for himself; who finds none free waits for the next. Any thread. */
final class DecoderPool implements AutoCloseable {

    private static final int ATTEMPTS = 2;

    private final ProcessOptions options;
    private final List<String> command;
    private final Semaphore seats;
    private final Deque<DecoderChild> idle = new ArrayDeque<>();
    private boolean closed;

    DecoderPool(ProcessOptions options, List<String> command) {
        this.options = options;
        this.command = command;
        this.seats = new Semaphore(options.processes(), true);
    }

    /** With one child that has said that it can decode. */
    static DecoderPool started(ProcessOptions options, List<String> command) {
        DecoderPool pool = new DecoderPool(options, command);
        pool.putBack(DecoderChild.start(command, options));
        return pool;
    }

    /** A question to a child. */
    @FunctionalInterface
    interface Question<T> {
        T ask(DecoderChild child) throws DecodeException, ChildLost;
    }

    /**
     * Asks a child, if possible one that has {@code document} open; when that one is lost, a fresh one.
     *
     * @throws CancellationException when the caller is interrupted
     */
    <T> T ask(SentDocument document, Question<T> question) throws DecodeException {
        takeSeat();
        try {
            return twice(idleChildFor(document), question);
        } finally {
            seats.release();
        }
    }

    private <T> T twice(DecoderChild first, Question<T> question) throws DecodeException {
        try {
            return once(first, question);
        } catch (ChildLost lost) {
            try {
                return once(DecoderChild.start(command, options), question);
            } catch (ChildLost again) {
                throw new DecodeException(
                        again.reason(),
                        lost.getMessage() + "; and once more in a fresh process: " + again.getMessage(),
                        ATTEMPTS);
            }
        }
    }

    private <T> T once(DecoderChild child, Question<T> question) throws DecodeException, ChildLost {
        boolean usable = false;
        try {
            T answer = question.ask(child);
            usable = true;
            return answer;
        } catch (DecodeException e) {
            // After a time-out a thread of the child may still be at work, and may never end.
            usable = e.reason() != Reason.TIMED_OUT;
            throw e;
        } finally {
            if (usable && !child.isTooLarge()) {
                putBack(child);
            } else {
                child.kill();
            }
        }
    }

    private void takeSeat() {
        try {
            seats.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a decoding process");
        }
    }

    private DecoderChild idleChildFor(SentDocument document) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the decoding processes were ended, a document is still open");
            }
            for (Iterator<DecoderChild> each = idle.iterator(); each.hasNext(); ) {
                DecoderChild child = each.next();
                if (child.hasOpened(document)) {
                    each.remove();
                    return child;
                }
            }
            if (!idle.isEmpty()) {
                return idle.removeLast();
            }
        }
        return DecoderChild.start(command, options);
    }

    private synchronized void putBack(DecoderChild child) {
        if (closed) {
            child.kill();
        } else {
            idle.addFirst(child);
        }
    }

    /** Ends the children that nobody uses now; the others end when they come back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(DecoderChild::kill);
        idle.clear();
    }
}
