package io.pagestream.operators.reading;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.trust.Ending;
import io.pagestream.engine.trust.NextStep;
import io.pagestream.engine.trust.RetryLadder;
import io.pagestream.imaging.tile.TileBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * All attempts at one step of a page. Nothing of it outlives a restart: the same page is tried in the same way again. Any
 * thread.
 *
 * <p>The best attempt is one that ended by itself; among those that did not, the one with the longest text, and of equally
 * long ones the first.
 */
final class Attempts {

    /**
     * A request, and which rows of the page it shows.
     *
     * @param top pixels
     * @param height pixels
     */
    record Ask(ReadingRequest request, int top, int height) {}

    private final int step;
    private final Ask first;
    private final RetryLadder ladder;
    private final boolean takesCutShort;
    private final List<Ending> endings = new ArrayList<>();
    private final Deque<Ask> toAsk = new ArrayDeque<>();
    private final List<PageAnswer.Part> parts = new ArrayList<>();
    private Ask asked;
    private PageAnswer best;
    private boolean halved;
    private int requests;
    private int tiles;
    private Duration took = Duration.ZERO;
    private double deviceMilliseconds;

    /**
     * @param step of the page
     * @param first what is asked at first
     * @param height of the page, pixels
     * @param takesCutShort whether an answer without tokens left is as good as it can be
     */
    Attempts(int step, ReadingRequest first, int height, RetryLadder ladder, boolean takesCutShort) {
        this.step = step;
        this.first = new Ask(first, 0, height);
        this.ladder = ladder;
        this.takesCutShort = takesCutShort;
        toAsk.add(this.first);
    }

    int step() {
        return step;
    }

    /** What the engine is to be asked now. */
    synchronized ReadingRequest next() {
        asked = toAsk.remove();
        requests++;
        tiles += asked.request().images().stream().mapToInt(TileBatch::views).sum();
        return asked.request();
    }

    /** Books an answer; empty when the attempt needs another one. */
    synchronized Optional<NextStep> after(Reading.Text text) {
        took = took.plus(text.took());
        deviceMilliseconds += text.trace().deviceMilliseconds();
        parts.add(new PageAnswer.Part(text, asked.top(), asked.height()));
        if (!toAsk.isEmpty()) {
            return Optional.empty();
        }
        PageAnswer answer = answer(parts);
        parts.clear();
        Ending ending = ending(answer);
        if (best == null || ending == Ending.READ || answer.length() > best.length()) {
            best = answer;
        }
        endings.add(ending);
        return Optional.of(next(ending, text));
    }

    private NextStep next(Ending ending, Reading.Text text) {
        if (halved) {
            return new NextStep.TakeBest();
        }
        SamplingRule sampling = asked.request().sampling();
        // The context was full before the limit was reached: a higher limit changes nothing.
        boolean full = ending == Ending.CUT_SHORT && text.tokens().length < sampling.maxTokens();
        int mostTokens = full ? first.request().sampling().maxTokens() : ladder.mostTokens();
        return new RetryLadder(ladder.finer(), ladder.halves(), mostTokens, ladder.mostAttempts())
                .after(first.request().sampling(), endings);
    }

    private Ending ending(PageAnswer answer) {
        return switch (answer.finish()) {
            case STOP -> Ending.READ;
            case LENGTH -> takesCutShort ? Ending.READ : Ending.CUT_SHORT;
            case LOOPED -> Ending.LOOPED;
        };
    }

    /**
     * The engine did not take an attempt. One that is too large is passed over; when it has no place or no time, what there
     * is is taken.
     *
     * @return empty when nothing has been read yet
     */
    synchronized Optional<NextStep> refused(Reading.Reason reason) {
        parts.clear();
        toAsk.clear();
        if (best == null) {
            return Optional.empty();
        }
        if (reason != Reading.Reason.PROMPT_TOO_LONG || halved) {
            return Optional.of(new NextStep.TakeBest());
        }
        endings.add(endings.get(endings.size() - 1));
        return Optional.of(ladder.after(first.request().sampling(), endings));
    }

    /** Asks about the picture of the first attempt again. */
    synchronized void again(SamplingRule sampling) {
        toAsk.add(new Ask(first.request().withSampling(sampling), first.top(), first.height()));
    }

    /** Asks about the same page, cut otherwise. */
    synchronized void again(SamplingRule sampling, TileBatch finer) {
        ReadingRequest request = first.request().withSampling(sampling).withImages(List.of(finer));
        toAsk.add(new Ask(request, first.top(), first.height()));
    }

    /**
     * Asks about the upper rows of the page and then about the others.
     *
     * @param fold how many the upper ones are, pixels
     */
    synchronized void halves(SamplingRule sampling, TileBatch upper, int fold, TileBatch lower) {
        halved = true;
        ReadingRequest request = first.request().withSampling(sampling);
        toAsk.add(new Ask(request.withImages(List.of(upper)), 0, fold));
        toAsk.add(new Ask(request.withImages(List.of(lower)), fold, first.height() - fold));
    }

    /** The best answer so far, with what all attempts together have cost. */
    synchronized Optional<PageAnswer> best() {
        return Optional.ofNullable(best).map(answer -> answer(answer.parts()));
    }

    private PageAnswer answer(List<PageAnswer.Part> of) {
        return new PageAnswer(of, requests, tiles, took, deviceMilliseconds);
    }
}
