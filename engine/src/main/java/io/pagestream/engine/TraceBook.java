package io.pagestream.engine;

import io.pagestream.engine.request.Trace;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.StepPlan;
import java.time.Duration;

/** Notes what one request takes, step by step: a few numbers, so it is done for all. Belongs to the engine thread. */
final class TraceBook {

    private static final long NEVER = -1;

    /** A step that is over: its number, when it began and ended, in nanoseconds of the engine's clock. */
    record Step(long number, long began, long ended) {}

    private long lastStep;
    private long started = NEVER;
    private long firstTile = NEVER;
    private long firstToken = NEVER;
    private long lastToken = NEVER;
    private long deviceNanos;
    private long computed;
    private int steps;
    private int tiles;
    private int blocks;

    /** A tile of it was encoded. */
    void encoded(Step step, long nanos) {
        begin(step);
        firstTile = firstTile == NEVER ? step.ended : firstTile;
        tiles++;
        deviceNanos += nanos;
    }

    /** Rows of it were computed. */
    void computed(Step step, StepPlan.Rows rows, long nanos) {
        begin(step);
        deviceNanos += nanos;
        computed += rows.count() - rows.draft().length;
        blocks = Math.max(blocks, rows.strand().blocks().blocks().length);
        if (rows.answers()) {
            firstToken = firstToken == NEVER ? step.ended : firstToken;
            lastToken = step.ended;
        }
    }

    private void begin(Step step) {
        if (step.number != lastStep || steps == 0) {
            steps++;
            lastStep = step.number;
        }
        started = started == NEVER ? step.began : started;
    }

    Trace of(Sequence sequence, long offeredAt) {
        return new Trace(
                since(offeredAt, started),
                since(offeredAt, firstTile),
                since(offeredAt, firstToken),
                since(offeredAt, lastToken),
                Duration.ofNanos(deviceNanos),
                steps,
                tiles,
                sequence.sharedTokens(),
                computed + sequence.accepted(),
                sequence.drafted(),
                sequence.accepted(),
                sequence.madeRoom(),
                blocks);
    }

    private static Duration since(long offeredAt, long time) {
        return time == NEVER ? Duration.ZERO : Duration.ofNanos(time - offeredAt);
    }
}
