package io.pagestream.operators.reading;

import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.EngineGauges;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.types.Either;

/**
 * Asks the engine about pages, one step of a page after the other. The record's fault and the time-out become values; an
 * engine that failed fails the task, so that Flink restarts it and asks what was not answered again.
 *
 * @param <R> what an answer becomes
 */
public abstract class AskEngine<R> extends RichAsyncFunction<TiledPage, Either<DeadLetter, R>> {

    private static final long serialVersionUID = 1L;

    private final EngineSource engines;
    private final PipelineOptions options;
    private transient OcrEngine engine;
    private transient PagePlans plans;
    private transient PageTiler tiler;
    private transient ExecutorService tiling;
    private transient StageCounters counters;
    private transient volatile boolean closed;
    private transient Map<ResultFuture<Either<DeadLetter, R>>, OpenPage<R>> open;

    protected AskEngine(EngineSource engines, PipelineOptions options) {
        this.engines = engines;
        this.options = options;
    }

    /** How many requests {@code page} needs. */
    protected abstract int steps(TiledPage page);

    /** @throws RecordFault when the model cannot do what is asked of {@code page} */
    protected abstract ReadingRequest request(TiledPage page, TileBatch tiles, int step) throws RecordFault;

    protected abstract List<Either<DeadLetter, R>> answered(TiledPage page, int step, Reading.Text text);

    protected abstract List<Either<DeadLetter, R>> failed(TiledPage page, int step, Reason reason, String detail);

    /** The name of the model, for the results. */
    protected final String model() {
        return engine.config().name();
    }

    /** What the loaded model is asked. */
    protected final PagePlans plans() {
        return plans;
    }

    protected final StageCounters counters() {
        return counters;
    }

    @Override
    public void open(OpenContext context) {
        open = new ConcurrentHashMap<>();
        counters = StageCounters.of(getRuntimeContext(), options.stream().runId());
        engine = engines.lease();
        EngineGauges.register(getRuntimeContext().getMetricGroup(), engine);
        plans = new PagePlans(options.reading(), engine.config());
        tiler = PageTiler.of(options, plans::tiler);
        tiling = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "pagestream-tile-again");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void asyncInvoke(TiledPage page, ResultFuture<Either<DeadLetter, R>> result) {
        OpenPage<R> opened = new OpenPage<>(page, steps(page), result, () -> open.remove(result));
        open.put(result, opened);
        if (page.tiles().isPresent()) {
            ask(opened, page.tiles().get());
        } else {
            tiling.execute(() -> tileAgain(opened));
        }
    }

    /** After a restore: the reference is there, the tiles are not. Runs on the tiling thread. */
    private void tileAgain(OpenPage<R> opened) {
        if (closed) {
            return;
        }
        try {
            ask(opened, tiler.tile(opened.page().page()).tiles().orElseThrow());
        } catch (RecordFault e) {
            giveUp(opened, e.reason(), e.getMessage());
        } catch (Throwable e) {
            opened.fail(e);
        }
    }

    private void ask(OpenPage<R> opened, TileBatch tiles) {
        CompletableFuture<Reading> reading;
        try {
            reading = engine.submit(request(opened.page(), tiles, opened.step()));
        } catch (RecordFault e) {
            giveUp(opened, e.reason(), e.getMessage());
            return;
        }
        opened.working(reading);
        reading.whenComplete((answer, error) -> {
            if (closed) {
                return; // the lease has ended and cancelled this; after a restart the page is asked again
            }
            if (error != null) {
                opened.fail(error);
            } else {
                goOn(opened, tiles, answer);
            }
        });
    }

    /** Runs on the engine's completion thread, which must get no exception. */
    private void goOn(OpenPage<R> opened, TileBatch tiles, Reading answer) {
        try {
            boolean added = opened.add(step -> outcome(opened.page(), step, answer));
            if (added && opened.isAnswered()) {
                opened.end(none -> List.of());
            } else if (added) {
                ask(opened, tiles);
            }
        } catch (Throwable e) {
            opened.fail(e);
        }
    }

    private List<Either<DeadLetter, R>> outcome(TiledPage page, int step, Reading reading) {
        if (reading instanceof Reading.Text text) {
            counters.tokens(text.tokens().length);
            return answered(page, step, text);
        }
        Reading.Unreadable unreadable = (Reading.Unreadable) reading;
        return failed(page, step, Reasons.of(unreadable.reason()), unreadable.detail());
    }

    @Override
    public void timeout(TiledPage page, ResultFuture<Either<DeadLetter, R>> result) {
        OpenPage<R> opened = open.get(result);
        if (opened != null) {
            Duration limit = options.stream().pageTimeout();
            giveUp(opened, Reason.TIMED_OUT, "not answered within " + limit + "; raise pagestream.page.timeout");
        }
    }

    private void giveUp(OpenPage<R> opened, Reason reason, String detail) {
        opened.end(step -> failed(opened.page(), step, reason, detail));
    }

    @Override
    public void close() {
        closed = true;
        if (tiling != null) {
            tiling.execute(tiler::close);
            tiling.shutdown();
        }
        if (engine != null) {
            engine.close();
        }
    }
}
