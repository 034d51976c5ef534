package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import io.pagestream.engine.schedule.StepRunner;
import io.pagestream.engine.trust.repeat.Repetition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Runs the engine: plan, run, commit. Owns every sequence, every block and the device; all methods belong to the engine
 * thread but {@link #offer}, {@link #close}, {@link #failure} and {@link #arrivals}.
 */
final class EngineLoop {

    private final Scheduler scheduler;
    private final StepRunner runner;
    private final AnswerDesk desk;
    private final EngineCounters counters;
    private final Ledger ledger;
    private final Duration answerWithin;
    private final LongSupplier clock;

    // Not bounded itself: whoever offers has a place at the desk, and places are counted.
    private final ConcurrentLinkedQueue<Ticket> arrivals = new ConcurrentLinkedQueue<>();
    private final Map<Sequence, Ticket> open = new IdentityHashMap<>();
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile Optional<EngineFailure> failure = Optional.empty();
    private volatile boolean closed;

    /**
     * @param answerWithin after this long a request is given up
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    EngineLoop(
            Scheduler scheduler,
            StepRunner runner,
            AnswerDesk desk,
            EngineCounters counters,
            Duration answerWithin,
            LongSupplier clock) {
        this.scheduler = scheduler;
        this.runner = runner;
        this.desk = desk;
        this.counters = counters;
        this.ledger = new Ledger(counters);
        this.answerWithin = answerWithin;
        this.clock = clock;
    }

    /** Any thread. The ticket goes home in every case, also when the engine fails or is closed meanwhile. */
    void offer(Ticket ticket) {
        arrivals.add(ticket);
        if (closed || failure.isPresent()) {
            sendArrivalsHome(); // the thread may have looked for the last time before the ticket was there
        } else {
            thread.ifPresent(LockSupport::unpark);
        }
    }

    /** Any thread. Ends {@link #run} after the step that is being computed; what is open then is cancelled. */
    void close() {
        closed = true;
        thread.ifPresent(LockSupport::unpark);
    }

    /** Any thread. Why this engine must not be used any more, if it must not. */
    Optional<EngineFailure> failure() {
        return failure;
    }

    /** Any thread. Requests that were offered and not yet looked at. */
    int arrivals() {
        return arrivals.size();
    }

    /** Works until {@link #close}, or until something is thrown: then everything open fails with it. */
    void run() {
        thread = Optional.of(Thread.currentThread());
        try {
            while (!closed) {
                // A wake-up that comes between the last look at the arrivals and park() makes park() return at once.
                if (doWork() == 0 && arrivals.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
            }
        } catch (Throwable t) { // also errors: whatever it was, nobody knows in which state it left the device
            failure = Optional.of(new EngineFailure("the engine stopped after " + ledger.steps() + " steps: " + t, t));
        }
        sendEverybodyHome();
    }

    /** One duty cycle; returns how many rows and tiles were computed, zero when there was nothing to do. */
    int doWork() {
        admitArrivals();
        dropUnwanted();
        StepPlan plan = scheduler.plan();
        if (plan.isEmpty() && !open.isEmpty()) {
            throw new IllegalStateException("nothing can be computed, but " + scheduler.running() + " requests run and "
                    + scheduler.waiting() + " wait");
        }
        if (plan.isEmpty()) {
            ledger.publish(scheduler);
            return 0;
        }
        long began = clock.getAsLong();
        StepResult result = runner.run(plan);
        ledger.stepped(
                plan,
                result,
                began,
                clock.getAsLong(),
                sequence -> open.get(sequence).trace());
        List<Sequence> finished = new ArrayList<>(scheduler.commit(plan, result));
        finished.addAll(endLoops(plan));
        ledger.publish(scheduler); // before anybody hears of it: who has an answer finds it in the figures
        for (Sequence sequence : finished) {
            Ticket ticket = open.remove(sequence);
            if (sequence.isBroken()) {
                desk.refused(ticket, Reading.Reason.UNUSABLE, noNumber(sequence));
            } else {
                desk.finished(ticket, Duration.ofNanos(clock.getAsLong() - ticket.offeredAt()));
            }
        }
        return plan.tokens() + plan.tiles().size();
    }

    /**
     * Ends the answers that have begun to repeat themselves; they have left the scheduler. Those are returned that would have
     * gone on: of several tokens of one step an earlier one may show the loop, and a later one be the last.
     */
    private List<Sequence> endLoops(StepPlan plan) {
        List<Sequence> ended = new ArrayList<>();
        for (StepPlan.Rows rows : plan.answering()) {
            Sequence sequence = rows.sequence();
            Optional<LoopWatch> watch = open.get(sequence).watch();
            if (watch.isEmpty() || sequence.isBroken()) {
                continue;
            }
            Optional<Repetition> loop = watch.get().read(sequence);
            if (loop.isPresent()) {
                if (sequence.finish().isEmpty()) {
                    ended.add(sequence);
                }
                scheduler.remove(sequence);
                counters.loopsCut.increment();
                counters.loopTokens.add(sequence.answer().length - loop.get().goodTokens());
                sequence.endBeforeLoop(loop.get().goodTokens());
            }
        }
        return ended;
    }

    private void admitArrivals() {
        if (open.isEmpty()) {
            ledger.wakes(clock.getAsLong());
        }
        for (Ticket ticket = arrivals.poll(); ticket != null; ticket = arrivals.poll()) {
            open.put(ticket.sequence(), ticket);
            scheduler.add(ticket.sequence());
        }
    }

    private void dropUnwanted() {
        long now = clock.getAsLong();
        for (Iterator<Ticket> tickets = open.values().iterator(); tickets.hasNext(); ) {
            Ticket ticket = tickets.next();
            boolean tooLate = now - ticket.offeredAt() >= within(ticket).toNanos();
            if (ticket.isUnwanted() || tooLate) {
                tickets.remove();
                scheduler.remove(ticket.sequence());
                if (ticket.isUnwanted()) {
                    desk.cancelled(ticket);
                } else {
                    desk.refused(ticket, Reading.Reason.TIMED_OUT, lateness(ticket.sequence(), within(ticket)));
                }
            }
        }
    }

    private Duration within(Ticket ticket) {
        Optional<Duration> asked = ticket.sequence().request().terms().within();
        return asked.isPresent() && asked.get().compareTo(answerWithin) < 0 ? asked.get() : answerWithin;
    }

    private static String lateness(Sequence sequence, Duration within) {
        return "not answered within " + within + ": of " + sequence.promptTokens() + " prompt tokens "
                + Math.min(sequence.computed(), sequence.promptTokens()) + " were computed, and "
                + (sequence.known() - sequence.promptTokens())
                + " answer tokens were written; ask for fewer tokens, send fewer requests at once, or raise answerWithin";
    }

    private static String noNumber(Sequence sequence) {
        return "expected the probability of token " + (sequence.answer().length + 1) + " of the answer to a prompt of "
                + sequence.promptTokens() + " tokens, the model gave no number (NaN or infinity); if other pages are"
                + " answered, it is this page, else check the model's weights with the command parity";
    }

    private void sendEverybodyHome() {
        if (failure.isEmpty()) { // after a failure the books may be wrong, and nobody will read them again
            open.keySet().forEach(scheduler::remove);
            ledger.publish(scheduler);
        }
        open.values().forEach(this::sendHome);
        open.clear();
        closed = true;
        sendArrivalsHome();
    }

    private void sendArrivalsHome() {
        for (Ticket ticket = arrivals.poll(); ticket != null; ticket = arrivals.poll()) {
            sendHome(ticket);
        }
    }

    private void sendHome(Ticket ticket) {
        failure.ifPresentOrElse(cause -> desk.failed(ticket, cause), () -> desk.cancelled(ticket));
    }
}
