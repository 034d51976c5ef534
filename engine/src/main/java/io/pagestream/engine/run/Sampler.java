package io.pagestream.engine.run;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.engine.grammar.GrammarState;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.schedule.StepPlan;
import java.util.Arrays;
import java.util.List;

/** Chooses the next token of each answer, or the candidates of a beam, each by its own rule. Belongs to the engine thread. */
final class Sampler {

    /** @param logProbabilities of the chosen tokens, penalties included, before temperature and filters */
    record Choice(int[] tokens, float[] logProbabilities) {

        static final Choice NONE = new Choice(new int[0], new float[0]);

        Choice only(int row, int count) {
            return new Choice(
                    Arrays.copyOfRange(tokens, row, row + count),
                    Arrays.copyOfRange(logProbabilities, row, row + count));
        }
    }

    private final Ops ops;
    private long maskNanos;

    Sampler(Ops ops) {
        this.ops = ops;
    }

    /**
     * @param logits [rows that are chosen from, vocabulary], changed where a rule has a penalty
     * @param answering in the order of the rows of {@code logits}, at least one, each with one row and one for each guess
     */
    Choice choose(Tensor logits, List<StepPlan.Rows> answering, Scratch scratch) {
        Choice single = chooseOneEach(logits, answering, scratch);
        if (answering.stream().allMatch(Sampler::isSingle)) {
            return single;
        }
        int choices = answering.stream().mapToInt(StepPlan.Rows::choices).sum();
        Choice all = new Choice(new int[choices], new float[choices]);
        int at = 0;
        int row = 0;
        for (StepPlan.Rows rows : answering) {
            Choice choice = isSingle(rows) ? single.only(row, rows.logits()) : candidates(logits, row, rows);
            row += rows.logits();
            System.arraycopy(choice.tokens, 0, all.tokens, at, choice.tokens.length);
            System.arraycopy(choice.logProbabilities, 0, all.logProbabilities, at, choice.tokens.length);
            at += choice.tokens.length;
        }
        return all;
    }

    /** Nanoseconds since the last call in which tokens were ruled out that the form of an answer does not allow. */
    long takeMaskNanos() {
        long taken = maskNanos;
        maskNanos = 0;
        return taken;
    }

    private static boolean isSingle(StepPlan.Rows rows) {
        return !isSearch(rows) && rows.sequence().weighed().length == 0;
    }

    private static boolean isSearch(StepPlan.Rows rows) {
        return rows.sequence().request().sampling().beams().isSearch();
    }

    private Choice candidates(Tensor logits, int row, StepPlan.Rows rows) {
        if (!isSearch(rows)) {
            return BeamCandidates.weigh(
                    logits.rowRange(row, 1).toFloats(), rows.sequence().weighed());
        }
        Penalty penalty = rows.sequence().request().sampling().penalty();
        return BeamCandidates.of(
                logits.rowRange(row, 1).toFloats(),
                values -> keepToForm(values, rows),
                penalty,
                seen(rows, penalty),
                rows.sequence().choices());
    }

    private Choice chooseOneEach(Tensor logits, List<StepPlan.Rows> answering, Scratch scratch) {
        int row = 0;
        for (StepPlan.Rows rows : answering) {
            for (int guesses = 0; guesses < rows.logits(); guesses++, row++) {
                if (!isSearch(rows)) {
                    penalize(logits, row, rows, guesses, scratch);
                }
            }
        }
        Tensor tokens = scratch.ints(new int[row]);
        Tensor logProbabilities = scratch.floats(1, row, new float[row]);
        ops.argmax(tokens, logits);
        int[] chosen = tokens.toInts();
        boolean drawn = false;
        row = 0;
        for (StepPlan.Rows rows : answering) {
            Draw draw = rows.sequence().request().sampling().draw();
            for (int guesses = 0; guesses < rows.logits(); guesses++, row++) {
                if (!draw.isGreedy()) {
                    float[] values = logits.rowRange(row, 1).toFloats();
                    chosen[row] = Chance.draw(values, draw, rows.strand().answer().length + guesses);
                    drawn = true;
                }
            }
        }
        if (drawn) {
            tokens.write(chosen);
        }
        ops.logProbabilities(logProbabilities, logits, tokens);
        return new Choice(chosen, logProbabilities.toFloats());
    }

    /** @param guesses of the rows' draft that count as having been there */
    private void penalize(Tensor logits, int row, StepPlan.Rows rows, int guesses, Scratch scratch) {
        if (rows.strand().form().isPresent()) {
            int[] allowed = rows.strand().form().get().allowed();
            long start = System.nanoTime();
            ops.maskTokens(logits, row, scratch.ints(allowed));
            maskNanos += System.nanoTime() - start;
        }
        Penalty penalty = rows.sequence().request().sampling().penalty();
        if (penalty.equals(Penalty.NONE)) {
            return;
        }
        int[] seen = withGuesses(seen(rows, penalty), rows, guesses);
        if (penalty.repetition() != 1 && seen.length > 0) {
            ops.penalizeRepeats(logits, row, scratch.ints(seen), penalty.repetition());
        }
        if (penalty.noRepeatNgram() > 0) {
            int[] allowed = allowed(logits.columns(), seen, penalty.noRepeatNgram());
            ops.maskTokens(logits, row, scratch.ints(allowed));
        }
    }

    private void keepToForm(float[] values, StepPlan.Rows rows) {
        rows.strand().form().map(GrammarState::allowed).ifPresent(allowed -> {
            long start = System.nanoTime();
            BeamCandidates.keep(values, allowed);
            maskNanos += System.nanoTime() - start;
        });
    }

    private static int[] seen(StepPlan.Rows rows, Penalty penalty) {
        return switch (penalty.scope()) {
            case ANSWER -> rows.strand().answer();
            case PROMPT_AND_ANSWER -> rows.strand().tokens();
        };
    }

    private static int[] withGuesses(int[] seen, StepPlan.Rows rows, int guesses) {
        int[] all = Arrays.copyOf(seen, seen.length + guesses);
        System.arraycopy(rows.draft(), 0, all, seen.length, guesses);
        return all;
    }

    /** A bit for each token: not set for those that would end a run of {@code size} tokens that was there already. */
    static int[] allowed(int vocabulary, int[] seen, int size) {
        int[] allowed = new int[(vocabulary + 31) / 32];
        Arrays.fill(allowed, -1);
        int last = seen.length - size + 1; // where the run that is not complete yet begins
        for (int start = 0; start < last; start++) {
            if (Arrays.equals(seen, start, start + size - 1, seen, last, seen.length)) {
                int banned = seen[start + size - 1];
                allowed[banned / 32] &= ~(1 << banned % 32);
            }
        }
        return allowed;
    }
}
