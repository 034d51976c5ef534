package io.pagestream.engine;

import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import java.util.function.Function;

/** Books what steps did, for all requests together and for each of them. Belongs to the engine thread. */
final class Ledger {

    private final EngineCounters counters;
    private long steps;
    private long bookedUntil;

    Ledger(EngineCounters counters) {
        this.counters = counters;
    }

    /** Somebody came where nobody was: until now the device had nothing to do. */
    void wakes(long now) {
        bookedUntil = now;
    }

    /**
     * A step was run and is not committed yet.
     *
     * @param began when the runner was called; the device was starved from the end of the step before until then
     */
    void stepped(StepPlan plan, StepResult result, long began, long ended, Function<Sequence, TraceBook> traces) {
        counters.starvedNanos.add(Math.max(0, began - bookedUntil));
        bookedUntil = ended;
        counters.steps.increment();
        counters.tilesEncoded.add(plan.tiles().size());
        counters.encodeNanos.add(result.encodeNanos());
        counters.stepNanos.add(result.decodeNanos());
        counters.maskingNanos.add(result.maskNanos());
        TraceBook.Step step = new TraceBook.Step(++steps, began, ended);
        for (StepPlan.Tile tile : plan.tiles()) {
            traces.apply(tile.sequence())
                    .encoded(step, result.encodeNanos() / plan.tiles().size());
        }
        int rowsOfStep = plan.tokens();
        for (StepPlan.Rows rows : plan.rows()) {
            traces.apply(rows.sequence()).computed(step, rows, result.decodeNanos() * rows.count() / rowsOfStep);
            int promptEnd = Math.min(rows.from() + rows.count(), rows.sequence().promptTokens());
            counters.promptTokens.add(Math.max(0, promptEnd - rows.from()));
            counters.answerTokens.add(rows.answers() ? 1 : 0);
        }
        counters.batched.add(plan.rows().size());
        counters.batch = plan.rows().size();
    }

    /** What the scheduler says after a step. */
    void publish(Scheduler scheduler) {
        counters.waiting = scheduler.waiting();
        counters.running = scheduler.running();
        counters.blocksInUse = scheduler.blocksInUse();
        counters.sharedTokens = scheduler.sharedTokens();
        counters.madeRoom = scheduler.madeRoom();
        counters.drafted = scheduler.drafted();
        counters.answerTokens.add(scheduler.accepted() - counters.accepted);
        counters.accepted = scheduler.accepted();
    }

    long steps() {
        return steps;
    }
}
