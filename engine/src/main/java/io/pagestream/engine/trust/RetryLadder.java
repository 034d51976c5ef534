package io.pagestream.engine.trust;

import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.SamplingRule;
import java.util.List;

/**
 * What to try after an attempt that did not end well, cheapest first. A pure decision: the same attempts lead to the same
 * next one, so a replay reads the page in the same way.
 *
 * <ol>
 *   <li>Looped: the same picture with a little chance and a light penalty on what the answer already has. Most loops
 *       are left by one other token. No rule against repeated runs of tokens: it ends loops and breaks tables.
 *   <li>Looped again: finer tiles, for loops that come from letters too small to be read. Cut short: twice the tokens,
 *       without penalty, because nothing was wrong but the limit.
 *   <li>Half pages: less text in each answer.
 *   <li>Then the best there is.
 * </ol>
 *
 * @param halves whether the page may still be cut in half: not for a half
 * @param mostTokens no attempt may have more
 */
public record RetryLadder(boolean halves, int mostTokens) {

    private static final Draw SOME_CHANCE = new Draw(0.3f, 0, 0.95f, 0, 0);
    private static final Penalty LIGHT = new Penalty(1.05f, 0, Penalty.Scope.ANSWER);

    public RetryLadder {
        if (mostTokens < 1) {
            throw new IllegalArgumentException("mostTokens must be positive, got " + mostTokens);
        }
    }

    /**
     * @param first how the first attempt was sampled
     * @param attempts how they ended, all of this picture, the newest last; at least one
     */
    public NextStep after(SamplingRule first, List<Ending> attempts) {
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("the ladder begins after an attempt, there was none");
        }
        Ending newest = attempts.get(attempts.size() - 1);
        if (newest == Ending.READ) {
            return new NextStep.Take();
        }
        long loops = attempts.stream().filter(Ending.LOOPED::equals).count();
        long shorts = attempts.size() - loops;
        SamplingRule roomy = shorts == 0
                ? first
                : first.withMaxTokens((int) Math.max(first.maxTokens(), Math.min(mostTokens, 2L * first.maxTokens())));
        if (newest == Ending.CUT_SHORT && shorts == 1 && roomy.maxTokens() > first.maxTokens()) {
            return loops == 0 ? new NextStep.Again(roomy, 1) : new NextStep.Again(otherwise(roomy), 1);
        }
        if (newest == Ending.LOOPED && loops == 1) {
            return new NextStep.Again(otherwise(roomy), 1);
        }
        if (newest == Ending.LOOPED && loops == 2) {
            return new NextStep.Again(otherwise(roomy), 2);
        }
        return halves ? new NextStep.Halves(first) : new NextStep.TakeBest();
    }

    /** A rule that has chance or a penalty of its own keeps it, with another seed; a search leaves nothing to chance and ends. */
    private static SamplingRule otherwise(SamplingRule rule) {
        Draw draw = rule.draw().isGreedy()
                ? SOME_CHANCE.withSeed(rule.draw().seed() + 1)
                : rule.draw().withSeed(rule.draw().seed() + 1);
        Penalty penalty = rule.penalty().equals(Penalty.NONE) ? LIGHT : rule.penalty();
        return rule.with(Beams.NONE).with(draw).with(penalty);
    }
}
