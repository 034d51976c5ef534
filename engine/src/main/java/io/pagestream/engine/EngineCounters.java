package io.pagestream.engine;

import java.util.concurrent.atomic.LongAdder;

/** Counts what an engine does. Written by whoever does it, readable from any thread. */
final class EngineCounters {

    final LongAdder answered = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder steps = new LongAdder();
    final LongAdder tilesEncoded = new LongAdder();
    final LongAdder promptTokens = new LongAdder();
    final LongAdder answerTokens = new LongAdder();
    final LongAdder loopsCut = new LongAdder();
    final LongAdder loopTokens = new LongAdder();
    final LongAdder encodeNanos = new LongAdder();
    final LongAdder stepNanos = new LongAdder();
    final LongAdder starvedNanos = new LongAdder();
    final LongAdder batched = new LongAdder();
    final LongAdder maskingNanos = new LongAdder();

    // What the engine thread saw at the end of its last step.
    volatile int waiting;
    volatile int running;
    volatile int batch;
    volatile int blocksInUse;
    volatile long sharedTokens;
    volatile long madeRoom;
    volatile long drafted;
    volatile long accepted;

    /**
     * @param arrivals requests that the engine thread has not seen yet
     * @param forms what was spent on the forms of answers
     */
    EngineStats snapshot(int arrivals, int blocks, Forms.Spent forms) {
        return new EngineStats(
                waiting + arrivals,
                running,
                answered.sum(),
                refused.sum(),
                cancelled.sum(),
                steps.sum(),
                tilesEncoded.sum(),
                promptTokens.sum(),
                answerTokens.sum(),
                encodeNanos.sum(),
                stepNanos.sum(),
                starvedNanos.sum(),
                blocksInUse,
                blocks,
                sharedTokens,
                madeRoom,
                loopsCut.sum(),
                loopTokens.sum(),
                drafted,
                accepted,
                batch,
                batched.sum(),
                forms.compileNanos(),
                forms.maskNanos() + maskingNanos.sum());
    }
}
