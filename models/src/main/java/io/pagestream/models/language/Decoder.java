package io.pagestream.models.language;

import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;

/** The language model: tokens and image vectors to logits. Belongs to the device's thread. */
public interface Decoder {

    /**
     * Computes one step and writes its keys and values into the cache.
     *
     * @param scratch where the result and everything on the way to it is taken from
     * @return logits [step.logitRows.length, vocabulary]
     */
    Tensor forward(StepInputs step, Scratch scratch);
}
