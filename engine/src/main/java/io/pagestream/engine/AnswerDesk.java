package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.models.tokenize.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * The ways home: every accepted request leaves through exactly one of these methods. Callable from any thread; futures
 * are completed on the executor, so that no caller's code ever runs on the engine thread.
 *
 * <p>A request keeps its place until its future is complete and what hangs on it has run. So the executor's queue needs no
 * limit of its own: there are never more entries than places.
 */
final class AnswerDesk {

    private final Tokenizer tokenizer;
    private final Executor completion;
    private final Semaphore places;
    private final EngineCounters counters;

    AnswerDesk(Tokenizer tokenizer, Executor completion, int places, EngineCounters counters) {
        this.tokenizer = tokenizer;
        this.completion = completion;
        this.places = new Semaphore(places);
        this.counters = counters;
    }

    /** A place for one more request, or false when the engine is full. */
    boolean tryEnter() {
        return places.tryAcquire();
    }

    /** For a request that entered but was not offered after all. */
    void leave() {
        places.release();
    }

    void finished(Ticket ticket, Duration took) {
        goHome(ticket, () -> complete(ticket, textOf(ticket, took)));
    }

    void refused(Ticket ticket, Reading.Reason reason, String detail) {
        goHome(ticket, () -> complete(ticket, new Reading.Unreadable(reason, detail)));
    }

    void failed(Ticket ticket, EngineFailure failure) {
        goHome(ticket, () -> ticket.future().completeExceptionally(failure));
    }

    /** For a ticket that nobody waits for any more, and for all that is open when the engine is closed. */
    void cancelled(Ticket ticket) {
        counters.cancelled.increment();
        goHome(ticket, () -> ticket.future().cancel(false));
    }

    private void goHome(Ticket ticket, Runnable completing) {
        completion.execute(() -> {
            try {
                completing.run();
            } catch (Throwable t) { // a tokenizer that cannot decode what its own model wrote is not the page's fault
                ticket.future().completeExceptionally(new EngineFailure("an answer could not be decoded: " + t, t));
            } finally {
                places.release();
            }
        });
    }

    private void complete(Ticket ticket, Reading reading) {
        boolean answered = !(reading instanceof Reading.Unreadable);
        if (ticket.future().complete(reading)) {
            (answered ? counters.answered : counters.refused).increment();
        } else {
            counters.cancelled.increment();
        }
    }

    private Reading textOf(Ticket ticket, Duration took) {
        if (ticket.sequence().weighed().length > 0) {
            return new Reading.Weights(
                    ticket.sequence().logProbabilities(), ticket.sequence().promptTokens());
        }
        int[] tokens = ticket.sequence().answer();
        Reading.Finish finish = ticket.sequence().finish().orElseThrow();
        int[] written = finish == Reading.Finish.STOP ? Arrays.copyOf(tokens, tokens.length - 1) : tokens;
        List<String> pieces = new ArrayList<>(
                ticket.sequence().request().sampling().form().isPresent()
                        ? AnswerPieces.verbatim(tokenizer, written)
                        : AnswerPieces.decoded(tokenizer, written));
        String text = String.join("", pieces);
        pieces.addAll(Collections.nCopies(tokens.length - written.length, ""));
        return new Reading.Text(
                text,
                tokenizer.decodeWithSpecial(written),
                tokens,
                pieces,
                ticket.sequence().logProbabilities(),
                finish,
                ticket.sequence().confidence(),
                ticket.sequence().promptTokens(),
                took,
                ticket.trace().of(ticket.sequence(), ticket.offeredAt()));
    }
}
