package io.pagestream.engine.run;

import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.models.language.StepInputs;
import java.util.ArrayList;
import java.util.List;

/** Turns the rows of a plan into what the decoder takes. Belongs to the engine thread. */
final class StepInputsBuilder {

    private final EncoderOutputs outputs;
    private final PagedKeysAndValues cache;

    StepInputsBuilder(EncoderOutputs outputs, PagedKeysAndValues cache) {
        this.outputs = outputs;
        this.cache = cache;
    }

    StepInputs build(StepPlan plan) {
        int[] tokens = new int[plan.tokens()];
        List<StepSpans.Span> spans = new ArrayList<>(plan.rows().size());
        List<StepInputs.ImageRows> images = new ArrayList<>();
        int[] logitRows = new int[plan.answering().size()];
        int row = 0;
        int answers = 0;
        for (StepPlan.Rows rows : plan.rows()) {
            Sequence sequence = rows.sequence();
            spans.add(new StepSpans.Span(
                    row, rows.count(), rows.from(), sequence.blocks().blocks()));
            for (int i = 0; i < rows.count(); i++) {
                tokens[row + i] = sequence.token(rows.from() + i);
            }
            addImages(rows, row, images);
            row += rows.count();
            if (rows.answers()) {
                logitRows[answers++] = row - 1;
            }
        }
        return new StepInputs(tokens, new StepSpans(spans), images, logitRows, cache);
    }

    /** The parts of the sequence's tiles that fall into {@code rows}; {@code row} is where those begin in the step. */
    private void addImages(StepPlan.Rows rows, int row, List<StepInputs.ImageRows> images) {
        Sequence sequence = rows.sequence();
        int end = rows.from() + rows.count();
        if (rows.from() >= sequence.promptTokens()) {
            return; // the usual case: an answer
        }
        for (int tile = 0; tile < sequence.tiles().size(); tile++) {
            int tileStart = sequence.tiles().get(tile).firstToken();
            int from = Math.max(rows.from(), tileStart);
            int to = Math.min(end, tileStart + sequence.tokensPerTile());
            if (from < to) {
                images.add(new StepInputs.ImageRows(
                        row + from - rows.from(), outputs.rows(sequence.slot(tile), from - tileStart, to - from)));
            }
        }
    }
}
