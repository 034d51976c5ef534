package io.pagestream.engine.run;

import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.engine.schedule.PromptTokens;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.models.language.StepInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
        int[] promptTokens = new int[plan.rows().size()];
        ImageRows images = new ImageRows(plan.tokens());
        SortedMap<String, IntStream.Builder> adapters = new TreeMap<>();
        int[] logitRows = new int[plan.logits()];
        int row = 0;
        int answers = 0;
        for (StepPlan.Rows rows : plan.rows()) {
            Sequence sequence = rows.sequence();
            promptTokens[spans.size()] = sequence.promptTokens();
            spans.add(new StepSpans.Span(
                    row, rows.count(), rows.from(), rows.strand().blocks().blocks()));
            for (int i = 0; i < rows.count(); i++) {
                tokens[row + i] = rows.token(rows.from() + i);
            }
            addImages(rows, row, images);
            addAdapter(rows, row, adapters);
            row += rows.count();
            for (int i = rows.logits(); i > 0; i--) {
                logitRows[answers++] = row - i;
            }
        }
        return new StepInputs(
                tokens,
                new StepSpans(spans),
                promptTokens,
                images.in(outputs.table()),
                adapters.entrySet().stream()
                        .map(each -> new StepInputs.AdapterRows(
                                each.getKey(), each.getValue().build().toArray()))
                        .toList(),
                logitRows,
                cache);
    }

    /** Prompt and answer alike are computed with the adapter of their request. */
    private static void addAdapter(StepPlan.Rows rows, int row, Map<String, IntStream.Builder> adapters) {
        rows.sequence().request().adapter().ifPresent(adapter -> {
            IntStream.Builder added = adapters.computeIfAbsent(adapter, missing -> IntStream.builder());
            IntStream.range(row, row + rows.count()).forEach(added);
        });
    }

    /** Those of {@code rows} that are vectors of images; {@code row} is where they begin in the step. */
    private void addImages(StepPlan.Rows rows, int row, ImageRows images) {
        Sequence sequence = rows.sequence();
        int end = Math.min(rows.from() + rows.count(), sequence.promptTokens());
        for (int position = rows.from(); position < end; position++) {
            int vector = sequence.vector(position);
            if (vector != PromptTokens.TEXT) {
                images.add(row + position - rows.from(), place(sequence, vector));
            }
        }
    }

    private int place(Sequence sequence, int vector) {
        if (vector < PromptTokens.TEXT) {
            return outputs.separator(PromptTokens.TEXT - 1 - vector);
        }
        int perTile = sequence.tokensPerTile();
        return outputs.row(sequence.slot(vector / perTile), vector % perTile);
    }

    /** Two growing lists; there is room for every row of the step. */
    private static final class ImageRows {

        private final int[] rows;
        private final int[] from;
        private int count;

        ImageRows(int most) {
            rows = new int[most];
            from = new int[most];
        }

        void add(int row, int vector) {
            rows[count] = row;
            from[count++] = vector;
        }

        StepInputs.ImageVectors in(Tensor table) {
            return new StepInputs.ImageVectors(Arrays.copyOf(rows, count), Arrays.copyOf(from, count), table);
        }
    }
}
