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
 *   <li>Looped again: finer tiles, for loops that come from letters too small to be read, where the model has any.
 *       Cut short: twice the tokens, without penalty, because nothing was wrong but the limit.
 *   <li>Half pages: less text in each answer. Where that does not help either, nothing does.
 *   <li>Then the best there is.
 * </ol>
 *
 * @param finer whether the page can be cut into more tiles: at the limit it would be the same picture again
 * @param halves whether the page may be cut in half: not where two answers cannot be joined
 * @param mostTokens no attempt may have more
 * @param mostAttempts the first one included, both halves being one
 */
public record RetryLadder(boolean finer, boolean halves, int mostTokens, int mostAttempts) {

    private static final int FINER = 2;

    private static final Draw SOME_CHANCE = new Draw(0.3f, 0, 0.95f, 0, 0);
    private static final Penalty LIGHT = new Penalty(1.05f, 0, Penalty.Scope.ANSWER);

    public RetryLadder {
        if (mostTokens < 1) {
            throw new IllegalArgumentException("mostTokens must be positive, got " + mostTokens);
        }
        if (mostAttempts < 1) {
            throw new IllegalArgumentException("mostAttempts must be positive, got " + mostAttempts);
        }
    }

    /**
     * @param first how the first attempt was sampled
     * @param attempts how they ended, all of the whole picture, the newest last; at least one
     */
    public NextStep after(SamplingRule first, List<Ending> attempts) {
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("the ladder begins after an attempt, there was none");
        }
        Ending newest = attempts.get(attempts.size() - 1);
        if (newest == Ending.READ) {
            return new NextStep.Take();
        }
        if (attempts.size() >= mostAttempts) {
            return new NextStep.TakeBest();
        }
        int loops = (int) attempts.stream().filter(Ending.LOOPED::equals).count();
        int shorts = attempts.size() - loops;
        SamplingRule roomy = shorts == 0
                ? first
                : first.withMaxTokens((int) Math.max(first.maxTokens(), Math.min(mostTokens, 2L * first.maxTokens())));
        if (newest == Ending.CUT_SHORT && shorts == 1 && roomy.maxTokens() > first.maxTokens()) {
            SamplingRule longer = loops == 0 ? roomy : otherwise(roomy, attempts.size());
            return new NextStep.Again(Remedy.MORE_TOKENS, longer, 1);
        }
        if (newest == Ending.LOOPED && loops == 1) {
            return new NextStep.Again(Remedy.OTHER_CHANCE, otherwise(roomy, attempts.size()), 1);
        }
        if (newest == Ending.LOOPED && loops == 2 && finer) {
            return new NextStep.Again(Remedy.FINER_TILES, otherwise(roomy, attempts.size()), FINER);
        }
        return halves ? new NextStep.Halves(first) : new NextStep.TakeBest();
    }

    /**
     * A rule that has chance or a penalty of its own keeps it, with another seed for each attempt; a search leaves nothing to
     * chance and ends.
     */
    private static SamplingRule otherwise(SamplingRule rule, int attempt) {
        long seed = rule.draw().seed() + attempt;
        Draw draw = rule.draw().isGreedy()
                ? SOME_CHANCE.withSeed(seed)
                : rule.draw().withSeed(seed);
        Penalty penalty = rule.penalty().equals(Penalty.NONE) ? LIGHT : rule.penalty();
        return rule.with(Beams.NONE).with(draw).with(penalty);
    }
}
