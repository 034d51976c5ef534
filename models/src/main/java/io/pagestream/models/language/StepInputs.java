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
 * @param images rows whose vectors come from the vision encoder
 * @param logitRows rows whose logits are wanted, ascending
 * @param cache keys and values of all layers
 */
public record StepInputs(
        int[] tokens, StepSpans spans, List<ImageRows> images, int[] logitRows, PagedKeysAndValues cache) {

    /**
     * @param firstRow of the step
     * @param features [rows, hidden], one vector for each row from {@code firstRow} on
     */
    public record ImageRows(int firstRow, Tensor features) {}

    public StepInputs {
        images = List.copyOf(images);
        if (tokens.length != spans.rows()) {
            throw new IllegalArgumentException(
                    "a step of " + spans.rows() + " rows was given " + tokens.length + " tokens");
        }
    }
}
