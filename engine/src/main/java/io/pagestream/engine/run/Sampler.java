package io.pagestream.engine.run;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.schedule.Sequence;
import java.util.List;

/** Chooses the next token of each answering sequence: the most likely one. Belongs to the engine thread. */
final class Sampler {

    /** @param logProbabilities of the chosen tokens, under the rule that chose them (penalties included) */
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
        ops.logProbabilities(logProbabilities, logits, tokens);
        return new Choice(tokens.toInts(), logProbabilities.toFloats());
    }

    private void penalize(Tensor logits, int row, Sequence sequence, Scratch scratch) {
        SamplingRule rule = sequence.request().sampling();
        if (rule.repetitionPenalty() == 1) {
            return;
        }
        int[] seen = switch (rule.penaltyScope()) {
            case ANSWER -> sequence.answer();
            case PROMPT_AND_ANSWER -> sequence.tokensFrom(0);
        };
        if (seen.length > 0) {
            ops.penalizeRepeats(logits, row, scratch.ints(seen), rule.repetitionPenalty());
        }
    }
}
