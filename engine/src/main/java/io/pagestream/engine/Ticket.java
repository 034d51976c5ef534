package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.schedule.Sequence;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A sequence and who waits for it.
 *
 * @param sequence the work
 * @param future the caller's; once it is done, for whatever reason, nobody wants the answer any more
 * @param offeredAt nanoseconds of the engine's clock
 * @param watch reads along, if the request wants it
 * @param trace what it takes
 */
record Ticket(
        Sequence sequence,
        CompletableFuture<Reading> future,
        long offeredAt,
        Optional<LoopWatch> watch,
        TraceBook trace) {

    Ticket(Sequence sequence, CompletableFuture<Reading> future, long offeredAt, Optional<LoopWatch> watch) {
        this(sequence, future, offeredAt, watch, new TraceBook());
    }

    Ticket(Sequence sequence, CompletableFuture<Reading> future, long offeredAt) {
        this(sequence, future, offeredAt, Optional.empty());
    }

    boolean isUnwanted() {
        return future.isDone();
    }
}
