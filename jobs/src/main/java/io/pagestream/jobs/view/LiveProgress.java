package io.pagestream.jobs.view;

import io.javalin.http.sse.SseClient;
import io.pagestream.jobs.view.ResultFolder.Overview;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the folder twice a second and tells every open browser what has changed, as server-sent events. One thread of its own
 * sends; a browser that does not come back is noticed at the next comment.
 */
final class LiveProgress implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);

    private static final long EVERY_MILLIS = 500;
    private static final int COMMENT_EVERY = 20;
    private static final int MOST_CLIENTS = 32;

    private final ResultFolder folder;
    private final Map<SseClient, String> told = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "pagestream-view-progress");
        thread.setDaemon(true);
        return thread;
    });
    private int rounds;

    LiveProgress(ResultFolder folder) {
        this.folder = folder;
        clock.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Answers with an event at once, and then with one for each change. */
    void add(SseClient client) {
        if (told.size() >= MOST_CLIENTS) {
            client.close();
            return;
        }
        client.keepAlive();
        client.onClose(() -> told.remove(client));
        told.put(client, "");
    }

    private void look() {
        try {
            Overview overview = folder.refresh();
            String event = ViewJson.of(overview);
            boolean comment = ++rounds % COMMENT_EVERY == 0;
            told.forEach((client, last) -> tell(client, event, last, comment));
        } catch (IOException | RuntimeException e) {
            // The folder may be back the next time; the browser keeps what it has.
            LOG.warn("the results cannot be looked at: {}", e.toString());
        }
    }

    private void tell(SseClient client, String event, String last, boolean comment) {
        if (!event.equals(last)) {
            client.sendEvent("overview", event);
            told.replace(client, event);
        } else if (comment) {
            client.sendComment("still here");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        told.keySet().forEach(SseClient::close);
    }
}
