package io.pagestream.operators.reading;

import io.pagestream.engine.request.Reading;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.types.Either;

/**
 * A page between its arrival and its answer. It is ended once: by its last answer, by its time-out, or by a failure of the
 * engine. Any thread.
 */
final class OpenPage<R> {

    private final TiledPage page;
    private final int steps;
    private final ResultFuture<Either<DeadLetter, R>> result;
    private final Consumer<Boolean> whenEnded;
    private final List<Either<DeadLetter, R>> outcomes = new ArrayList<>();
    private CompletableFuture<Reading> current = CompletableFuture.completedFuture(null);
    private Attempts attempts;
    private TileBatch tiles;
    private boolean ended;
    private int step;

    /** @param whenEnded is told whether the page fails the task */
    OpenPage(TiledPage page, int steps, ResultFuture<Either<DeadLetter, R>> result, Consumer<Boolean> whenEnded) {
        this.page = page;
        this.steps = steps;
        this.result = result;
        this.whenEnded = whenEnded;
    }

    TiledPage page() {
        return page;
    }

    /** What the page is shown as at first. */
    synchronized TileBatch tiles() {
        return tiles;
    }

    synchronized void show(TileBatch cut) {
        tiles = cut;
    }

    /** Those of the step that is being asked. */
    synchronized Attempts attempts() {
        return attempts;
    }

    synchronized void begin(Attempts of) {
        attempts = of;
    }

    /** What has been read, should {@code now} be the step that is being asked. */
    synchronized Optional<PageAnswer> best(int now) {
        return attempts == null || attempts.step() != now ? Optional.empty() : attempts.best();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** The step that is being asked, or has to be asked next. */
    synchronized int step() {
        return step;
    }

    synchronized boolean isAnswered() {
        return step == steps;
    }

    /** Remembers what the engine works on; takes it back when the page was ended meanwhile. */
    void working(CompletableFuture<Reading> reading) {
        boolean late;
        synchronized (this) {
            late = ended;
            current = reading;
        }
        if (late) {
            reading.cancel(true);
        }
    }

    /** Books what the present step gave; false when the page was ended meanwhile. */
    synchronized boolean add(IntFunction<List<Either<DeadLetter, R>>> outcome) {
        if (ended) {
            return false;
        }
        outcomes.addAll(outcome.apply(step));
        step++;
        return true;
    }

    /**
     * Sends the outcomes on and takes back what the engine still works on.
     *
     * @param failed what becomes of a step that is not answered
     */
    void end(IntFunction<List<Either<DeadLetter, R>>> failed) {
        CompletableFuture<Reading> working;
        synchronized (this) {
            if (ended) {
                return;
            }
            while (step < steps) {
                outcomes.addAll(failed.apply(step++));
            }
            ended = true;
            working = current;
        }
        whenEnded.accept(false);
        sendHome(() -> result.complete(outcomes));
        working.cancel(true);
    }

    /** Fails the task. */
    void fail(Throwable error) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        whenEnded.accept(true);
        sendHome(() -> result.completeExceptionally(error));
    }

    private void sendHome(Runnable answer) {
        try {
            answer.run();
        } catch (RejectedExecutionException e) {
            // The task was cancelled and its mailbox is closed: nobody waits for this answer, and after a restart the
            // page is asked again. The exception must not reach the engine's completion thread.
        }
    }
}
