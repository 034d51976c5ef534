package io.pagestream.models.language;

import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import java.util.List;
import java.util.function.BiConsumer;

/** The language model: tokens and image vectors to logits. Belongs to the device's thread. */
public interface Decoder {

    /**
     * Computes one step and writes its keys and values into the cache.
     *
     * @param scratch where the result and everything on the way to it is taken from
     * @return logits [step.logitRows.length, vocabulary]
     */
    Tensor forward(StepInputs step, Scratch scratch);

    /**
     * The same for those who compare layers: {@code observer} is told the name of each stage and its tensor, which it must
     * copy at once. A decoder that shows nothing does not call it.
     */
    default Tensor forward(StepInputs step, Scratch scratch, BiConsumer<String, Tensor> observer) {
        return forward(step, scratch);
    }

    /**
     * The tasks whose low-rank additions the model has, as {@link StepInputs.AdapterRows} calls them; often none. Always
     * the same, and for any thread.
     */
    default List<String> adapters() {
        return List.of();
    }
}
