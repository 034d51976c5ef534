package io.pagestream.engine.run;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.schedule.Sequence;
import java.util.Arrays;
import java.util.List;

/** Chooses the next token of each answering sequence, each by its own rule. Belongs to the engine thread. */
final class Sampler {

    /** @param logProbabilities of the chosen tokens, penalties included, before temperature and filters */
    record Choice(int[] tokens, float[] logProbabilities) {

        static final Choice NONE = new Choice(new int[0], new float[0]);
    }

    private final Ops ops;

    Sampler(Ops ops) {
        this.ops = ops;
    }

    /**
     * @param logits [sequences, vocabulary], changed where a rule has a penalty
     * @param sequences in the order of the rows, at least one
     */
    Choice choose(Tensor logits, List<Sequence> sequences, Scratch scratch) {
        for (int row = 0; row < sequences.size(); row++) {
            penalize(logits, row, sequences.get(row), scratch);
        }
        Tensor tokens = scratch.ints(new int[sequences.size()]);
        Tensor logProbabilities = scratch.floats(1, sequences.size(), new float[sequences.size()]);
        ops.argmax(tokens, logits);
        int[] chosen = tokens.toInts();
        boolean drawn = false;
        for (int row = 0; row < chosen.length; row++) {
            Draw draw = sequences.get(row).request().sampling().draw();
            if (!draw.isGreedy()) {
                float[] values = logits.rowRange(row, 1).toFloats();
                chosen[row] = Chance.draw(values, draw, sequences.get(row).answer().length);
                drawn = true;
            }
        }
        if (drawn) {
            tokens.write(chosen);
        }
        ops.logProbabilities(logProbabilities, logits, tokens);
        return new Choice(chosen, logProbabilities.toFloats());
    }

    private void penalize(Tensor logits, int row, Sequence sequence, Scratch scratch) {
        if (sequence.grammar().isPresent()) {
            ops.maskTokens(logits, row, scratch.ints(sequence.grammar().get().allowed()));
        }
        Penalty penalty = sequence.request().sampling().penalty();
        if (penalty.equals(Penalty.NONE)) {
            return;
        }
        int[] seen = switch (penalty.scope()) {
            case ANSWER -> sequence.answer();
            case PROMPT_AND_ANSWER -> sequence.tokensFrom(0);
        };
        if (penalty.repetition() != 1 && seen.length > 0) {
            ops.penalizeRepeats(logits, row, scratch.ints(seen), penalty.repetition());
        }
        if (penalty.noRepeatNgram() > 0) {
            int[] allowed = allowed(logits.columns(), seen, penalty.noRepeatNgram());
            ops.maskTokens(logits, row, scratch.ints(allowed));
        }
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
