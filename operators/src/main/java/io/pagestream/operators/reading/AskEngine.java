package io.pagestream.operators.reading;

import io.pagestream.engine.EngineFailure;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.trust.NextStep;
import io.pagestream.engine.trust.Remedy;
import io.pagestream.imaging.ink.PageFold;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.models.task.Task;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.EngineGauges;
import io.pagestream.operators.metrics.LoggedRecord;
import io.pagestream.operators.metrics.RequestTraces;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.InHand;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.types.Either;

/**
 * Asks the engine about pages, one step of a page after the other. An answer that looped or was cut short is asked for again
 * in other ways, as {@code RetryLadder} says, one request at a time. The record's fault and the time-out become values; an
 * engine that failed fails the task, so that Flink restarts it and asks what was not answered again; a page that it failed with
 * three times is given up ({@link InHand}).
 *
 * @param <R> what an answer becomes
 */
public abstract class AskEngine<R> extends RichAsyncFunction<TiledPage, Either<DeadLetter, R>> {

    private static final long serialVersionUID = 1L;

    private final EngineSource engines;
    private final PipelineOptions options;
    private transient OcrEngine engine;
    private transient PagePlans plans;
    private transient InHand inHand;
    private transient TilingThread tiling;
    private transient StageCounters counters;
    private transient volatile boolean closed;
    private transient volatile boolean engineFailed;
    private transient Map<ResultFuture<Either<DeadLetter, R>>, OpenPage<R>> open;

    protected AskEngine(EngineSource engines, PipelineOptions options) {
        this.engines = engines;
        this.options = options;
    }

    /** How many things are asked of {@code page}, one after the other. */
    protected abstract int steps(TiledPage page);

    /** What each step wants of {@code page}. */
    protected abstract Task task(TiledPage page);

    /** @throws RecordFault when the model cannot do what is asked of {@code page} */
    protected abstract ReadingRequest request(TiledPage page, TileBatch tiles, int step) throws RecordFault;

    /** What is to be asked once about an answer before it is sent on; mostly nothing. */
    protected Optional<ReadingRequest> further(TiledPage page, TileBatch tiles, int step, PageAnswer answer) {
        return Optional.empty();
    }

    /** @param further the answer to {@link #further}, if there was one */
    protected abstract List<Either<DeadLetter, R>> answered(
            TiledPage page, int step, PageAnswer answer, Optional<Reading.Text> further);

    protected abstract List<Either<DeadLetter, R>> failed(TiledPage page, int step, Reason reason, String detail);

    /** The name of the model, for the results. */
    protected final String model() {
        return engine.config().name();
    }

    /** What the loaded model is asked. */
    protected final PagePlans plans() {
        return plans;
    }

    /** What the model thought less likely than this is marked as doubtful. */
    protected final double doubtfulBelow() {
        return options.reading().doubtfulBelow();
    }

    /** Bytes of one record that is sent on. */
    protected final long mostRecordBytes() {
        return Math.min(options.stream().maxResultBytes(), options.stream().claimAboveBytes());
    }

    protected final StageCounters counters() {
        return counters;
    }

    @Override
    public void open(OpenContext context) {
        open(getRuntimeContext().getMetricGroup());
    }

    /** Opens it where no operator of a stream does. */
    public final void open(MetricGroup metrics) {
        open = new ConcurrentHashMap<>();
        counters = StageCounters.of(metrics, options.stream().runId());
        engine = engines.lease();
        EngineGauges.register(metrics, engine);
        plans = new PagePlans(options.reading(), engine.config());
        inHand = InHand.of(options, getClass().getSimpleName());
        tiling = new TilingThread(options, plans::tiler);
    }

    @Override
    public void asyncInvoke(TiledPage page, ResultFuture<Either<DeadLetter, R>> result) {
        InHand.Mark mark;
        try {
            mark = inHand.take(page.page());
        } catch (RecordFault e) {
            refuse(page, result, e);
            return;
        }
        OpenPage<R> opened = new OpenPage<>(page, steps(page), result, failed -> {
            open.remove(result);
            if (failed) {
                mark.leave();
            } else {
                mark.putBack();
            }
        });
        open.put(result, opened);
        if (page.tiles().isPresent()) {
            opened.show(page.tiles().get());
            begin(opened);
        } else {
            // After a restore: the reference is there, the tiles are not.
            onTilingThread(opened, () -> {
                opened.show(tiling.tiles(page.page()));
                begin(opened);
            });
        }
    }

    /** Nothing is asked. */
    private void refuse(TiledPage page, ResultFuture<Either<DeadLetter, R>> result, RecordFault fault) {
        List<Either<DeadLetter, R>> outcomes = new ArrayList<>();
        for (int step = 0; step < steps(page); step++) {
            outcomes.addAll(failed(page, step, fault.reason(), fault.getMessage()));
        }
        outcomes.stream().filter(Either::isLeft).forEach(each -> each.left().setAttempts(fault.attempts()));
        result.complete(outcomes);
    }

    /** Work that blocks, for a page that is still wanted. */
    private void onTilingThread(OpenPage<R> opened, Work work) {
        tiling.run(() -> {
            if (!closed && !opened.isEnded()) {
                guarded(opened, work);
            }
        });
    }

    /** Work at a page that must not throw: it runs on threads of others. */
    private interface Work {
        void run() throws RecordFault;
    }

    @SuppressWarnings("try") // it is open for what is logged meanwhile
    private void guarded(OpenPage<R> opened, Work work) {
        try (LoggedRecord logged = LoggedRecord.of(opened.page().page())) {
            work.run();
        } catch (RecordFault e) {
            giveUp(opened, e.reason(), e.getMessage());
        } catch (Throwable e) {
            opened.fail(e);
        }
    }

    private void begin(OpenPage<R> opened) {
        guarded(opened, () -> {
            TiledPage page = opened.page();
            int step = opened.step();
            ReadingRequest request = request(page, opened.tiles(), step);
            opened.begin(new Attempts(
                    step, request, page.height(), plans.ladder(task(page), page), plans.limits(task(page))));
            ask(opened);
        });
    }

    private void ask(OpenPage<R> opened) {
        submit(opened, opened.attempts().next(), reading -> goOn(opened, reading));
    }

    /** What comes {@code then} runs on the engine's completion thread, which must get no exception. */
    private void submit(OpenPage<R> opened, ReadingRequest request, Then then) {
        CompletableFuture<Reading> reading = engine.submit(request);
        opened.working(reading);
        reading.whenComplete((answer, error) -> {
            if (closed) {
                return; // the lease has ended and cancelled this; after a restart the page is asked again
            }
            if (error != null) {
                engineFailed |= EngineFailure.isBehind(error);
                opened.fail(error);
            } else {
                guarded(opened, () -> {
                    if (answer instanceof Reading.Text text) {
                        count(opened, text);
                    }
                    then.go(answer);
                });
            }
        });
    }

    private interface Then {
        void go(Reading answer);
    }

    private void count(OpenPage<R> opened, Reading.Text text) {
        Page page = opened.page().page();
        counters.read(page.getTenant(), text);
        String request = getClass().getSimpleName() + " " + opened.step();
        RequestTraces.log(page.getDocumentId(), page.getIndex(), request, text);
    }

    private void goOn(OpenPage<R> opened, Reading reading) {
        if (reading instanceof Reading.Unreadable refused) {
            unread(opened, refused.reason(), Reasons.of(refused.reason()), refused.detail());
            return;
        }
        Optional<NextStep> next;
        try {
            next = UsableAnswer.understood(() -> opened.attempts().after(UsableAnswer.of(reading)));
        } catch (RecordFault unusable) {
            unread(opened, Reading.Reason.UNUSABLE, unusable.reason(), unusable.getMessage());
            return;
        }
        next.ifPresentOrElse(step -> follow(opened, step), () -> ask(opened));
    }

    /** What an earlier attempt has read counts, if there was one. */
    private void unread(OpenPage<R> opened, Reading.Reason why, Reason reason, String detail) {
        opened.attempts()
                .refused(why)
                .ifPresentOrElse(
                        next -> follow(opened, next),
                        () -> book(opened, step -> failed(opened.page(), step, reason, detail)));
    }

    private void follow(OpenPage<R> opened, NextStep next) {
        Attempts attempts = opened.attempts();
        if (next instanceof NextStep.Again again && again.tiles() == 1) {
            counters.retry(again.remedy());
            attempts.again(again.sampling());
            ask(opened);
        } else if (next instanceof NextStep.Again again) {
            counters.retry(again.remedy());
            cutAgain(
                    opened,
                    picture -> attempts.again(
                            again.sampling(),
                            plans.tiler(opened.page().page(), again.tiles()).tile(picture)));
        } else if (next instanceof NextStep.Halves halves) {
            counters.retry(Remedy.HALVES);
            cutAgain(opened, picture -> {
                Tiler whole = plans.tiler(opened.page().page());
                List<RgbImage> parts = PageFold.halves(picture);
                attempts.halves(
                        halves.sampling(),
                        whole.tile(parts.get(0)),
                        parts.get(0).height(),
                        whole.tile(parts.get(1)));
            });
        } else {
            take(opened);
        }
    }

    /** Prepares another attempt with the pixels of a page; where they cannot be had again, the best one so far counts. */
    private void cutAgain(OpenPage<R> opened, Cut cut) {
        onTilingThread(opened, () -> {
            try {
                cut.of(tiling.picture(opened.page().page()));
            } catch (RecordFault | IllegalArgumentException e) { // a half may be too flat for the model
                take(opened);
                return;
            }
            ask(opened);
        });
    }

    private interface Cut {
        void of(RgbImage picture) throws RecordFault;
    }

    private void take(OpenPage<R> opened) {
        guarded(opened, () -> {
            TiledPage page = opened.page();
            PageAnswer answer = opened.attempts().best().orElseThrow();
            Optional<ReadingRequest> further =
                    UsableAnswer.understood(() -> further(page, opened.tiles(), opened.step(), answer));
            if (further.isEmpty()) {
                book(opened, step -> outcome(page, step, answer, Optional.empty()));
            } else {
                submit(
                        opened,
                        further.get(),
                        reading -> book(opened, step -> outcome(page, step, answer, text(reading))));
            }
        });
    }

    private static Optional<Reading.Text> text(Reading reading) {
        return reading instanceof Reading.Text text ? Optional.of(text) : Optional.empty();
    }

    private List<Either<DeadLetter, R>> outcome(
            TiledPage page, int step, PageAnswer answer, Optional<Reading.Text> further) {
        try {
            return UsableAnswer.understood(() -> answered(page, step, answer, further));
        } catch (RecordFault unusable) {
            return failed(page, step, unusable.reason(), unusable.getMessage());
        }
    }

    private void book(OpenPage<R> opened, IntFunction<List<Either<DeadLetter, R>>> outcome) {
        boolean added = opened.add(outcome);
        if (added && opened.isAnswered()) {
            opened.end(none -> List.of());
        } else if (added) {
            begin(opened);
        }
    }

    @Override
    public void timeout(TiledPage page, ResultFuture<Either<DeadLetter, R>> result) {
        Duration limit = options.stream().pageTimeout();
        giveUp(result, "not answered within " + limit + "; raise pagestream.page.timeout");
    }

    /** Ends a page that is still open with what has been read of it. Any thread. */
    public final void giveUp(ResultFuture<Either<DeadLetter, R>> result, String detail) {
        OpenPage<R> opened = open.get(result);
        if (opened != null) {
            giveUp(opened, Reason.TIMED_OUT, detail);
        }
    }

    /** What has been read of the present step counts; what has not been read fails. */
    private void giveUp(OpenPage<R> opened, Reason reason, String detail) {
        opened.end(step -> opened.best(step)
                .map(best -> outcome(opened.page(), step, best, Optional.empty()))
                .orElseGet(() -> failed(opened.page(), step, reason, detail)));
    }

    @Override
    public void close() {
        closed = true;
        if (inHand != null && engineFailed) {
            inHand.leave(); // also the pages that this task was not yet told of: one of them may be the cause
        } else if (inHand != null) {
            inHand.close();
        }
        if (tiling != null) {
            tiling.close();
        }
        if (engine != null) {
            engine.close();
        }
    }
}
