package io.pagestream.engine.request;

import java.util.List;
import java.util.Optional;

/**
 * How the next token is chosen and when an answer ends.
 *
 * @param maxTokens of the answer
 * @param penalty what makes tokens less likely that were there already
 * @param draw the most likely token, or one by chance
 * @param beams how many answers are followed side by side; more than one is a search, which leaves nothing to chance
 * @param stopTokens ids that end the answer besides the model's own
 * @param form what the answer must look like, if not just any text
 * @param weighed no answer is written: how likely is each of these as its first token? Mostly empty
 * @param stopsLoops whether an answer that only repeats itself is ended before its loop; not in a search
 * @param endless whether no token ends the answer, so that it has {@code maxTokens}: to measure with
 */
public record SamplingRule(
        int maxTokens,
        Penalty penalty,
        Draw draw,
        Beams beams,
        List<Integer> stopTokens,
        Optional<AnswerForm> form,
        List<String> weighed,
        boolean stopsLoops,
        boolean endless) {

    private static final int MOST_STOPS = 64;
    private static final int MOST_WEIGHED = 256;

    public SamplingRule {
        stopTokens = List.copyOf(stopTokens);
        weighed = List.copyOf(weighed);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be positive, got " + maxTokens);
        }
        if (stopTokens.size() > MOST_STOPS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_STOPS + " tokens can end an answer, got " + stopTokens.size());
        }
        if (weighed.size() > MOST_WEIGHED) {
            throw new IllegalArgumentException(
                    "at most " + MOST_WEIGHED + " tokens can be weighed, got " + weighed.size());
        }
        if (!weighed.isEmpty() && (beams.isSearch() || form.isPresent())) {
            throw new IllegalArgumentException("where tokens are weighed no answer is written: no beams, no form");
        }
        if (endless && (beams.isSearch() || form.isPresent() || !stopTokens.isEmpty())) {
            throw new IllegalArgumentException("an endless answer has no stop tokens, no beams and no form");
        }
        if (beams.isSearch() && !draw.isGreedy()) {
            throw new IllegalArgumentException("a search with " + beams.width()
                    + " beams takes the most likely tokens, got temperature " + draw.temperature()
                    + ": set temperature 0, or one beam");
        }
    }

    /** Without a search, for answers of any form. */
    public SamplingRule(int maxTokens, Penalty penalty, Draw draw, List<Integer> stopTokens) {
        this(maxTokens, penalty, draw, Beams.NONE, stopTokens, Optional.empty(), List.of(), false, false);
    }

    /** The same rule for answers that look like {@code form}. */
    public SamplingRule with(AnswerForm other) {
        return new SamplingRule(
                maxTokens, penalty, draw, beams, stopTokens, Optional.of(other), weighed, stopsLoops, endless);
    }

    /** The most likely token at every step. */
    public static SamplingRule greedy(int maxTokens) {
        return new SamplingRule(maxTokens, Penalty.NONE, Draw.GREEDY, List.of());
    }

    /** How likely is each of these texts, which are one token each, as the first token of an answer? */
    public static SamplingRule weighing(List<String> tokens) {
        return new SamplingRule(
                1, Penalty.NONE, Draw.GREEDY, Beams.NONE, List.of(), Optional.empty(), tokens, false, false);
    }

    /** The same rule, and an answer that only repeats itself is ended before its loop. */
    public SamplingRule stoppingLoops() {
        return new SamplingRule(maxTokens, penalty, draw, beams, stopTokens, form, weighed, true, endless);
    }

    /** The same rule, and no token ends the answer: what comes after its end means nothing, but costs the same. */
    public SamplingRule withoutEnd() {
        return new SamplingRule(maxTokens, penalty, draw, beams, stopTokens, form, weighed, stopsLoops, true);
    }

    /** The same rule with another way to choose. */
    public SamplingRule with(Draw other) {
        return new SamplingRule(maxTokens, penalty, other, beams, stopTokens, form, weighed, stopsLoops, endless);
    }

    /** The same rule as a search. */
    public SamplingRule with(Beams other) {
        return new SamplingRule(maxTokens, penalty, draw, other, stopTokens, form, weighed, stopsLoops, endless);
    }

    /** The same rule with another penalty. */
    public SamplingRule with(Penalty other) {
        return new SamplingRule(maxTokens, other, draw, beams, stopTokens, form, weighed, stopsLoops, endless);
    }

    /** The same rule for longer or shorter answers. */
    public SamplingRule withMaxTokens(int most) {
        return new SamplingRule(most, penalty, draw, beams, stopTokens, form, weighed, stopsLoops, endless);
    }
}
