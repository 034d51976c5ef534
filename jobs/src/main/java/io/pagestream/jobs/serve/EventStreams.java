package io.pagestream.jobs.serve;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.pagestream.jobs.serve.Changes.Change;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Tells clients what changes, as server-sent events. Each stream has a thread that takes from {@link Changes} as fast as its
 * client reads: a slow one misses steps in between, never the last one, and holds nobody up. The id of an event is the
 * revision, so a client that comes back is told everything that has changed since.
 */
final class EventStreams implements AutoCloseable {

    private static final int AT_ONCE = 100;
    private static final long COMMENT_MILLIS = 10_000;

    private final DocumentStore store;
    private final Semaphore free = new Semaphore(ServeLimits.STREAMS);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "pagestream-events");
        thread.setDaemon(true);
        return thread;
    });

    EventStreams(DocumentStore store) {
        this.store = store;
    }

    /** The changes of all documents, from now or from the last event that the client had. */
    void all(Context ctx) throws Refused {
        long from = lastEvent(ctx).orElse(store.changes().latest());
        open(ctx, client -> pump(client, from));
    }

    /** One document: how it is, and then every change until it has ended. */
    void one(Context ctx, Kept document) throws Refused {
        long from = lastEvent(ctx).orElse(0L);
        if (document.end().isPresent() && document.revision() <= from) {
            ctx.status(204); // what browsers take for: do not come back
            return;
        }
        open(ctx, client -> pump(client, document, from));
    }

    private interface Pump {
        void run(SseClient client) throws IOException, InterruptedException;
    }

    private void open(Context ctx, Pump pump) throws Refused {
        String accepted = ctx.header("Accept");
        if (accepted == null || !accepted.contains("text/event-stream")) {
            throw new Refused(
                    406, "NOT_ACCEPTABLE", "events are text/event-stream; send the header Accept: text/event-stream");
        }
        if (!free.tryAcquire()) {
            throw new Refused(
                    429,
                    "TOO_MANY_REQUESTS",
                    ServeLimits.STREAMS + " event streams are open, and no more may be; ask for the status instead",
                    30);
        }
        boolean handled = false;
        try {
            new SseHandler(client -> {
                        client.keepAlive();
                        threads.execute(() -> run(client, pump));
                    })
                    .handle(ctx);
            handled = true;
        } finally {
            if (!handled) {
                free.release();
            }
        }
    }

    private void run(SseClient client, Pump pump) {
        try {
            pump.run(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // The client has gone, or its document has: it may come back with the last id that it had.
        } finally {
            free.release();
            client.close();
        }
    }

    private void pump(SseClient client, long from) throws IOException, InterruptedException {
        long last = from;
        while (!client.terminated()) {
            List<Change> changes = store.changes().after(last, AT_ONCE, COMMENT_MILLIS);
            for (Change change : changes) {
                send(client, change);
                last = change.revision();
            }
            if (changes.isEmpty()) {
                client.sendComment("still here");
            }
        }
    }

    private static void send(SseClient client, Change change) throws IOException {
        if (change.document() == null) {
            client.sendEvent("deleted", deleted(change.id()), Long.toString(change.revision()));
        } else {
            client.sendEvent(
                    "status", StatusJson.status(change.document()).toString(), Long.toString(change.revision()));
        }
    }

    private static String deleted(String id) {
        return Kept.JSON.createObjectNode().put("id", id).toString();
    }

    private void pump(SseClient client, Kept document, long from) throws IOException, InterruptedException {
        long told = from;
        long seen = store.changes().latest();
        long sent = System.nanoTime();
        while (!client.terminated()) {
            long revision = document.revision();
            boolean ended = document.end().isPresent();
            if (revision > told) {
                // With the revision that was read before: what changes meanwhile is told again, not left out.
                client.sendEvent("status", StatusJson.status(document).toString(), Long.toString(revision));
                told = revision;
                sent = System.nanoTime();
            }
            if (ended && document.revision() == revision) {
                return;
            }
            if (store.find(document.id()).isEmpty()) {
                client.sendEvent(
                        "deleted",
                        deleted(document.id()),
                        Long.toString(store.changes().latest()));
                return;
            }
            long left = COMMENT_MILLIS - (System.nanoTime() - sent) / 1_000_000;
            if (left <= 0) { // also where others change all the time
                client.sendComment("still here");
                sent = System.nanoTime();
                left = COMMENT_MILLIS;
            }
            List<Change> changes = store.changes().after(seen, AT_ONCE, left);
            seen = changes.isEmpty() ? seen : changes.get(changes.size() - 1).revision();
        }
    }

    private static Optional<Long> lastEvent(Context ctx) throws Refused {
        String id = ctx.header("Last-Event-ID");
        if (id == null || id.isBlank()) {
            return Optional.empty();
        }
        if (!id.matches("\\d{1,18}")) {
            throw Refused.invalid("Last-Event-ID is the id of an event, a number, got something else");
        }
        return Optional.of(Long.parseLong(id));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
