package io.pagestream.models.language;

import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import java.util.List;

/**
 * One forward pass over tokens of many sequences.
 *
 * @param tokens [rows] ids; at the rows of images, placeholders that are not looked up
 * @param spans which rows belong to which sequence, and where they stand in it
 * @param promptTokens of the sequence of each span: where a family scales its rotary angles with the length, all tokens
 *     of a prompt are scaled for the whole prompt, and each token of the answer for the length up to itself
 * @param images rows whose vectors come from the vision encoder
 * @param adapters rows that are computed with a low-rank addition that belongs to a task
 * @param logitRows rows whose logits are wanted, ascending
 * @param cache keys and values of all layers
 */
public record StepInputs(
        int[] tokens,
        StepSpans spans,
        int[] promptTokens,
        ImageVectors images,
        List<AdapterRows> adapters,
        int[] logitRows,
        PagedKeysAndValues cache) {

    /**
     * Rows of the step that are taken from a table of encoded images.
     *
     * @param rows of the step, distinct
     * @param from for each of them the row of {@code table}
     * @param table [any, hidden]; not read when there are no rows
     */
    public record ImageVectors(int[] rows, int[] from, Tensor table) {

        public ImageVectors {
            if (rows.length != from.length) {
                throw new IllegalArgumentException(rows.length + " rows were given " + from.length + " vectors");
            }
        }

        public boolean isEmpty() {
            return rows.length == 0;
        }
    }

    /**
     * @param adapter as the family calls it, for example {@code web}
     * @param rows of the step, distinct
     */
    public record AdapterRows(String adapter, int[] rows) {}

    public StepInputs {
        adapters = List.copyOf(adapters);
        if (tokens.length != spans.rows()
                || promptTokens.length != spans.spans().size()) {
            throw new IllegalArgumentException("a step of " + spans.rows() + " rows in "
                    + spans.spans().size() + " spans was given " + tokens.length + " tokens and " + promptTokens.length
                    + " lengths of prompts");
        }
    }
}
